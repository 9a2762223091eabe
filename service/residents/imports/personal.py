"""What lists that came in hold about a person, after an erasure."""

from collections.abc import Iterable
from uuid import UUID

from service.kit.personal import Kept, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.imports import actions

_LISTS = Kept(
    what=Text("最近导入、导出的名单", "Lists imported or exported of late"),
    because=Text(
        "名单加密存放，到期自动删除，期间仅供更正。",
        "They are sealed, used for corrections only, and go in some days.",
    ),
)


@erased
def forget_rows(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nothing tells any more which rows spoke of them; what the rows said goes with the list in some days."""
    return [_LISTS] if actions.forget_person(work, resident_id) else []
