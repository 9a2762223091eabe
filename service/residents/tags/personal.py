"""The tags of a person: in the copy of their data, and after an erasure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.tags import actions, queries


@copied(
    "tags",
    Text("标签", "Tags"),
    tag=Text("标签", "Tag"),
    valid_from=Text("开始日期", "From"),
    note=Text("备注", "Note"),
    set_by=Text("设置人", "Set by"),
    ended_at=Text("结束时间", "Ended at"),
)
def tags(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every tag the resident has or has had, sensitive and retired ones too."""
    for each in queries.every_tag_of(work, resident_id):
        yield {
            "tag": Text(each.name_zh, each.name_en),
            "valid_from": each.valid_from,
            "valid_until": each.valid_until,
            "note": each.note,
            "set_by": each.set_by_name,
            "ended_at": each.ended_at,
        }


@erased
def forget(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nothing of it need be kept: what was paid because of a tag is proved where it was paid."""
    actions.forget_tags(work, resident_id)
    return ()
