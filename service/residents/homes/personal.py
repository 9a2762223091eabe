"""What homes and households hold about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.homes import actions, queries

_RESIDENCES = Text("居住信息", "Where you live and have lived")
_DEPARTURES = Text("迁出登记", "That you moved away")
_OF_RESIDENCES = {
    "address": Text("住处", "Home"),
    "relation": Text("与户主关系", "Relation to the householder"),
    "moved_in_on": Text("入住日期", "Moved in on"),
    "moved_out_on": Text("迁出日期", "Moved out on"),
}
_OF_DEPARTURES = {
    "departed_on": Text("日期", "Day"),
    "whereto": Text("去向", "Whereto"),
    "undone_at": Text("更正时间", "Taken back at"),
}
_KEPT = Kept(
    what=Text("居住起止日期和住处", "The homes and the days of moving in and out"),
    because=Text(
        "实有人口登记依法留存（《个人信息保护法》第四十七条第二款），已与姓名分开。",
        "The register of residents is kept as the law demands (PIPL Art. 47 (2)), apart from your name.",
    ),
)


@copied("residences", _RESIDENCES, **_OF_RESIDENCES)
def residences_of(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every home, from when to when, as what to the householder."""
    for stay in queries.all_stays(work, resident_id):
        yield {
            "address": stay.address,
            "relation": stay.relation.words,
            "moved_in_on": stay.moved_in_on,
            "moved_out_on": stay.moved_out_on,
        }


@copied("departures", _DEPARTURES, **_OF_DEPARTURES)
def departures_of(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """When they moved away, why and whereto."""
    for departure in queries.departures(work, resident_id):
        yield {
            "departed_on": departure.departed_on,
            "reason": departure.reason,
            "whereto": departure.whereto,
            "undone_at": departure.undone_at,
        }


@erased
def forget_residences(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Free words are dropped; the homes and days stay."""
    actions.forget(work, resident_id)
    return [_KEPT] if queries.all_stays(work, resident_id) else []
