"""Giving visits to caregivers at a time: one, a hundred at once, or two that trade; and taking them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, update

from service.elderly_care.visits import permissions, queries, rules
from service.elderly_care.visits.actions.claims import Claim, take
from service.elderly_care.visits.actions.telling import Before, before, tell_arranged
from service.elderly_care.visits.errors import InARound, TooManyCaregivers
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act, VisitStatus
from service.kit.closing import at_the_end
from service.kit.errors import InvalidInput, NotFound
from service.kit.prepared import Prepared, table_of
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_TWICE = Text("同一项重复出现。", "One stands here twice.")


@dataclass(frozen=True, slots=True)
class Wish:
    """When a visit is to be made and by whom; None leaves it as it is. `where` leads to it in the input."""

    visit_id: UUID
    caregiver_ids: Sequence[UUID] | None = None
    starts_at: datetime | None = None
    elder_agreed: bool = False
    beyond_shift: bool = False
    where: str = ""


def arrange(work: UnitOfWork, wishes: Sequence[Wish], *, if_unchanged: bool = False) -> list[Visit]:
    """Give visits to caregivers and times, all or nothing; the list of caregivers is the whole list.

    A visit is `assigned` when all its places are filled, before that `planned`, with what is filled held. Who plans with
    a proposal comes in by this as well. Raises NotFound, WrongState, InARound, TooManyCaregivers, OffQuarter,
    OutsideWindow, InThePast, and what `claims.take` raises.
    """
    _check_once(wishes)
    visits = queries.visits_to_change(work, [wish.visit_id for wish in wishes])
    for wish in wishes:
        visit = visits.get(wish.visit_id)
        if visit is None or not permissions.may_arrange(work.actor, visit.organisation_id):
            raise NotFound(field=f"{wish.where}visit_id" if wish.where else None)
        if if_unchanged:
            work.expect(visit)
    found = [visits[wish.visit_id] for wish in wishes]
    put(work, found, wishes)
    return found


def change(work: UnitOfWork, visit_id: UUID, changes: Mapping[str, Any]) -> Visit:
    """Change when a visit is made and by whom, as it was read. Raises Stale, and what `arrange` raises."""
    [visit] = arrange(work, [Wish(visit_id, **changes)], if_unchanged=True)
    return visit


def unassign(work: UnitOfWork, visit_id: UUID) -> Visit:
    """Take a visit back from its caregivers; the elder's time stays arranged. Raises NotFound, WrongState, InARound."""
    [visit] = arrange(work, [Wish(visit_id, caregiver_ids=())])
    return visit


def swap(work: UnitOfWork, *, visit_id: UUID, with_visit_id: UUID) -> list[Visit]:
    """Let two visits trade caregivers, each at its time. Raises what `arrange` raises."""
    both = (visit_id, with_visit_id)
    queries.visits_to_change(work, both)
    held = queries.caregiver_ids_of(work, both)
    wishes = [
        Wish(visit_id, held.get(with_visit_id, ())),
        Wish(with_visit_id, held.get(visit_id, ()), where="with_"),
    ]
    return arrange(work, wishes)


def move_status(work: UnitOfWork, visit: Visit, act: Act) -> Visit:
    """Move a visit that is held to where an act leads. Raises WrongState."""
    visit.status = rules.after(visit.status, act)
    visit.updated_at = work.now
    return visit


def keep_status(work: UnitOfWork, visit_id: UUID, status: VisitStatus) -> None:
    """Keep, when this unit of work ends, where a visit stands whose row is held and was not loaded."""
    at_the_end(work, _KEEP_STATUS, visit_id=visit_id, moved_to=status, moved_at=work.now)


_KEEP_STATUS = Prepared(
    update(table_of(Visit))
    .where(Visit.id == bindparam("visit_id"))
    .values(
        status=bindparam("moved_to", type_=String),
        updated_at=bindparam("moved_at"),
        version=Visit.version + 1,
    )
)


def put(work: UnitOfWork, visits: Sequence[Visit], wishes: Sequence[Wish]) -> None:
    """Let visits, which are held and may be arranged, stand as it is wished. Raises what `arrange` raises."""
    held = queries.caregiver_ids_of(work, [visit.id for visit in visits])
    refused = queries.refused_by(work, {visit.plan_id for visit in visits})
    formerly: list[Before] = []
    claims = []
    for visit, wish in zip(visits, wishes, strict=True):
        formerly.append(before(visit, held.get(visit.id, ())))
        claims.append(_claim(work, visit, wish, held.get(visit.id, ()), refused[visit.plan_id]))
    take(work, claims)
    for visit, claim in zip(visits, claims, strict=True):
        is_full = len(claim.caregiver_ids) == visit.caregivers_needed
        move_status(work, visit, Act.ASSIGN if is_full else Act.UNASSIGN)
        visit.starts_at, visit.ends_at = claim.starts_at, claim.ends_at
    tell_arranged(work, formerly, {claim.what.id: claim.caregiver_ids for claim in claims})


def _claim(
    work: UnitOfWork, visit: Visit, wish: Wish, held: Sequence[UUID], refused: frozenset[UUID]
) -> Claim:
    wanted = tuple(held if wish.caregiver_ids is None else wish.caregiver_ids)
    rules.after(visit.status, Act.ASSIGN if wanted else Act.UNASSIGN)
    if visit.round_id is not None:
        raise InARound
    if len(wanted) > visit.caregivers_needed:
        raise TooManyCaregivers(field=f"{wish.where}caregiver_ids", needed=visit.caregivers_needed)
    if len(set(wanted)) < len(wanted):
        raise InvalidInput({f"{wish.where}caregiver_ids": _TWICE})
    starts_at = wish.starts_at or visit.starts_at
    if starts_at is None and wanted:
        starts_at = rules.first_quarter(max(visit.window_starts_at, work.now))
    ends_at = starts_at and starts_at + timedelta(minutes=visit.minutes)
    if starts_at and ends_at and (starts_at != visit.starts_at or set(wanted) - set(held)):
        _check_time(work, visit, wish, starts_at, ends_at)
    return Claim(
        what=visit,
        starts_at=starts_at,
        ends_at=ends_at,
        caregiver_ids=wanted,
        elders=[visit],
        skills=frozenset(visit.skills),
        refused=refused,
        beyond_shift=wish.beyond_shift,
        field=f"{wish.where}caregiver_ids",
    )


def _check_time(work: UnitOfWork, visit: Visit, wish: Wish, starts_at: datetime, ends_at: datetime) -> None:
    named = f"{wish.where}starts_at"
    rules.check_to_come(ends_at, work.now, field=named)
    if starts_at == visit.starts_at:
        return
    rules.check_quarter(starts_at, field=named)
    window = visit.window_starts_at, visit.window_ends_at
    rules.check_window(window, starts_at, ends_at, elder_agreed=wish.elder_agreed, field=named)


def _check_once(wishes: Sequence[Wish]) -> None:
    seen: set[UUID] = set()
    for wish in wishes:
        if wish.visit_id in seen:
            raise InvalidInput({f"{wish.where}visit_id": _TWICE})
        seen.add(wish.visit_id)
