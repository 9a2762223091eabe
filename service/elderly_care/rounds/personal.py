"""How people read in their access log that somebody read a round; what rounds hold of them are their visits."""

from service.kit.personal import read_as
from service.kit.texts import Text

read_as(
    get_care_round=Text("查看了一个班次，其中有您", "read a round with you on it"),
)
