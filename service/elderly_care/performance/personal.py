"""How people read in their access log that staff saw them among the lines of a fact; nothing here names them."""

from service.kit.personal import read_as
from service.kit.texts import Text

read_as(
    list_performance_lines=Text(
        "查看了运营机构考核的明细，其中有您（姓名已遮盖）",
        "read what an operator is judged by, with you in it by a masked name",
    ),
)
