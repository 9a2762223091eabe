"""What the register and the plans say of elders' lives, many at once: deaths, moves, stays in hospital."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.entitlements import rules
from service.elderly_care.entitlements.rules import A_DAY, Days, FindingKind, FindingSource, Stay
from service.elderly_care.plans.models import CarePlan, PlanPause
from service.elderly_care.plans.rules import PauseReason
from service.kit.work import UnitOfWork
from service.residents.homes import queries as homes
from service.residents.homes.queries import Absence


def stays_of(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, list[Stay]]:
    """What speaks against paying for these elders, by elder, whatever was granted."""
    found: dict[UUID, list[Stay]] = {elder_id: [] for elder_id in elder_ids}
    for each in homes.absences(work, elder_ids):
        found[each.resident_id] += _of_register(each)
    for elder_id, pauses in _hospital_pauses(work, elder_ids).items():
        found[elder_id] += rules.stays_in_hospital(pauses)
    return found


def _of_register(each: Absence) -> list[Stay]:
    """From the day after a death; of who left the district from that day until they came back."""
    if each.has_died:
        kind, days = FindingKind.DEATH, Days(each.departed_on + A_DAY, None)
    elif each.came_back_on is None:
        kind, days = FindingKind.MOVED_AWAY, Days(each.departed_on, None)
    elif each.came_back_on == each.departed_on:
        return []
    else:
        kind, days = FindingKind.MOVED_AWAY, Days(each.departed_on, each.came_back_on - A_DAY)
    return [Stay(kind, days, FindingSource.REGISTER, each.departure_id)]


def _hospital_pauses(
    work: UnitOfWork, elder_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[tuple[UUID, Days]]]:
    query = (
        select(CarePlan.elder_id, CarePlan.ended_on, PlanPause.id, PlanPause.starts_on, PlanPause.ends_on)
        .join(PlanPause, PlanPause.plan_id == CarePlan.id)
        .where(CarePlan.elder_id.in_(elder_ids), PlanPause.reason == PauseReason.HOSPITAL)
    )
    found: dict[UUID, list[tuple[UUID, Days]]] = {}
    for row in work.session.execute(query):
        last = min(_known(row.ends_on, row.ended_on), default=None)
        if last is None or last >= row.starts_on:
            found.setdefault(row.elder_id, []).append((row.id, Days(row.starts_on, last)))
    return found


def _known(*days: date | None) -> Iterator[date]:
    """A plan that is over says nothing of its elder any more."""
    return (each for each in days if each is not None)
