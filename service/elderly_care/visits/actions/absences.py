"""A caregiver calls in sick at seven: the absence lists what it leaves open, gives it back, and proposes covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.elderly_care.caregivers import actions as caregivers_actions
from service.elderly_care.caregivers import permissions as caregivers_permissions
from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.caregivers.models import Absence, Caregiver
from service.elderly_care.visits import permissions, queries, rules
from service.elderly_care.visits.actions.arranging import Wish, put
from service.elderly_care.visits.actions.covering import covers
from service.elderly_care.visits.actions.rounds import assign_round
from service.elderly_care.visits.actions.telling import tell_left_open
from service.elderly_care.visits.messages import CaregiverCalledAway
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import Candidate, RoundStatus
from service.kit import locks
from service.kit.work import UnitOfWork

_ROUND_NOT_BEGUN = (RoundStatus.PLANNED, RoundStatus.ASSIGNED)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What an absence has left open."""

    visits: Sequence[Visit]
    rounds: Sequence[Round]


@dataclass(frozen=True, slots=True)
class AbsenceNoted:
    """An absence with what it leaves open; covers only for who plans, since they tell of colleagues."""

    absence: Absence
    left_open: LeftOpen
    covers: Mapping[UUID, list[Candidate]] | None


def note_absence(work: UnitOfWork, caregiver_id: UUID, told: Mapping[str, Any]) -> AbsenceNoted:
    """Note an absence and give back what was the caregiver's in that time; the elders' times stay arranged.

    Whoever gives the caregiver something at the same time waits for this, or this for them; a visit that somebody is
    just changing is given back right after. Raises NotFound, ImpossibleStretch, AbsenceOverlaps.
    """
    caregiver = _seen(work, caregiver_id)
    locks.hold(work, "caregiver", caregiver_id)
    absence = caregivers_actions.note_absence(work, caregiver, **told)
    left = release(work, caregiver, absence, skip_locked=True)
    work.announce(CaregiverCalledAway(absence_id=absence.id))
    plans = permissions.may_arrange(work.actor, caregiver.organisation_id)
    proposed = covers(work, caregiver.organisation_id, left.visits, left.rounds) if plans else None
    return AbsenceNoted(absence, left, proposed)


def release(
    work: UnitOfWork, caregiver: Caregiver, absence: Absence, *, skip_locked: bool = False
) -> LeftOpen:
    """Take from an absent caregiver what has not begun and lies in that time, and tell who plans."""
    theirs = [
        each
        for each in queries.assignments_within(work, caregiver.id, absence.starts_at, absence.ends_at)
        if each.ends_at > work.now
    ]
    rounds = queries.rounds_to_change(
        work, [each.round_id for each in theirs if each.round_id], skip_locked=skip_locked
    )
    visits = queries.visits_to_change(
        work, [each.visit_id for each in theirs if each.visit_id], skip_locked=skip_locked
    )
    open_visits = [each for each in visits.values() if each.status in rules.NOT_BEGUN]
    open_rounds = [each for each in rounds.values() if each.status in _ROUND_NOT_BEGUN]
    _take_from(work, caregiver.id, open_visits, open_rounds)
    starts = [each.starts_at for each in open_visits if each.starts_at]
    starts += [each.starts_at for each in open_rounds]
    tell_left_open(work, caregiver.organisation_id, caregiver.name, starts)
    return LeftOpen(open_visits, open_rounds)


def release_the_rest(work: UnitOfWork, absence_id: UUID) -> None:
    """Take from an absent caregiver what somebody was changing when the absence was noted."""
    absence = work.found(caregivers.absence(work, absence_id))
    if absence.cancelled_at is None:
        release(work, work.found(caregivers.caregiver(work, absence.caregiver_id)), absence)


def _take_from(
    work: UnitOfWork, caregiver_id: UUID, visits: Sequence[Visit], rounds: Sequence[Round]
) -> None:
    held = queries.caregiver_ids_of(work, [each.id for each in visits])
    theirs = [each for each in visits if caregiver_id in held.get(each.id, ())]
    left = [Wish(each.id, [other for other in held[each.id] if other != caregiver_id]) for each in theirs]
    if left:
        put(work, theirs, left)
    for each in rounds:
        makers = queries.standing_assignments(work, round_ids=[each.id])
        assign_round(work, each, [one.caregiver_id for one in makers if one.caregiver_id != caregiver_id])


def _seen(work: UnitOfWork, caregiver_id: UUID) -> Caregiver:
    """A caregiver whom the actor may know of: oneself, or one of an operator that they plan for or judge."""
    caregiver = work.found(caregivers.caregiver(work, caregiver_id))
    is_own = caregiver.account_id == work.actor.account_id
    sees = is_own or caregivers_permissions.may_read(work.actor, caregiver.organisation_id)
    return work.found(caregiver if sees else None)
