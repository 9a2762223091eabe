"""Arranging rounds: their time and caregivers, which visits they serve, and calling them off."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.errors import NoSuchFacility
from service.elderly_care.rounds import queries, rules
from service.elderly_care.rounds.actions.following import hold_with, obstacles, put_into, settle, take_out
from service.elderly_care.rounds.errors import NotForRound
from service.elderly_care.visits import queries as visits_queries
from service.elderly_care.visits import rules as visits_rules
from service.elderly_care.visits.errors import OutsideWindow
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import NOT_BEGUN, RoundStatus
from service.kit.work import UnitOfWork


def change(
    work: UnitOfWork,
    round_id: UUID,
    *,
    caregiver_ids: Sequence[UUID] | None = None,
    beyond_shift: bool = False,
    **changes: Any,
) -> Round:
    """Change what a round is called, when it is made, where, and by whom, as it was read; its visits follow.

    Raises NotFound, Stale, WrongState, ImpossibleTime, InThePast, OutsideWindow, NoSuchFacility, and what claiming
    its time raises.
    """
    row = _held(work, round_id)
    work.expect(row)
    rules.check_standing(row.status)
    facility_id = changes.get("facility_id")
    if facility_id is not None and providers.facility(work, facility_id) is None:
        raise NoSuchFacility(field="facility_id")
    _retime(work, row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    if caregiver_ids is not None or changes.keys() - {"name"}:
        settle(work, row, caregiver_ids, beyond_shift=beyond_shift)
    return row


def move_visits(work: UnitOfWork, round_id: UUID, *, visit_ids: Sequence[UUID]) -> Round:
    """Let these visits be made in this round, whether they were in another one or in none; all or nothing.

    Raises NotFound, WrongState, NotForRound, and what claiming its time raises.
    """
    sources = queries.rounds_of_visits(work, visit_ids)
    held = visits_queries.rounds_to_change(work, {round_id, *sources})
    row = work.found(held.get(round_id))
    work.found(row if permissions.may_plan(work.actor, row.organisation_id) else None)
    rules.check_standing(row.status)
    visits = {each.id: each for each in hold_with(work, row, visit_ids)}
    singly = queries.singly_assigned(work, visit_ids)
    for place, visit_id in enumerate(visit_ids):
        visit = visits.get(visit_id)
        is_free = visit is not None and visit.round_id in {None, *held} and visit_id not in singly
        if visit is None or not is_free or not _fits(row, visit):
            raise NotForRound(field=f"visit_ids.{place}")
    coming = [each for each in visits.values() if each.round_id != row.id]
    for obstacle in obstacles(work, row, coming).values():
        raise obstacle
    for source in sources - {row.id}:
        take_out(work, source, [each for each in coming if each.round_id == source])
    put_into(work, row, coming)
    return row


def cancel(work: UnitOfWork, round_id: UUID) -> Round:
    """Call a round off: its visits stay, to be made in other rounds or to be called off themselves.

    Raises NotFound, WrongState.
    """
    row = _held(work, round_id)
    rules.check_standing(row.status)
    return call_off(work, row)


def call_off(work: UnitOfWork, row: Round) -> Round:
    """Let a round that is held be nobody's, and take its visits out of it."""
    settle(work, row, ())
    visits = visits_queries.visits_of_round(work, row.id, to_change=True)
    take_out(work, row.id, [each for each in visits if each.status in NOT_BEGUN])
    row.status = RoundStatus.CANCELLED
    queries.forget_window(work, row.id)
    return row


def _held(work: UnitOfWork, round_id: UUID) -> Round:
    """A round that the actor plans, held. Raises NotFound."""
    row = work.found(visits_queries.rounds_to_change(work, [round_id]).get(round_id))
    return work.found(row if permissions.may_plan(work.actor, row.organisation_id) else None)


def _retime(work: UnitOfWork, row: Round, changes: Mapping[str, Any]) -> None:
    starts_at, ends_at = changes.get("starts_at", row.starts_at), changes.get("ends_at", row.ends_at)
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        return
    rules.check_time(starts_at, ends_at)
    visits_rules.check_to_come(ends_at, work.now, field="ends_at")
    for visit in visits_queries.visits_of_round(work, row.id, to_change=True):
        window = visit.window_starts_at, visit.window_ends_at
        if visit.status in NOT_BEGUN and not rules.meets(starts_at, ends_at, *window):
            raise OutsideWindow(field="starts_at")


def _fits(row: Round, visit: Visit) -> bool:
    """Whether a visit is such that it can be made in this round."""
    return (
        visit.organisation_id == row.organisation_id
        and visit.mode is row.mode
        and visit.status in NOT_BEGUN
        and rules.meets(row.starts_at, row.ends_at, visit.window_starts_at, visit.window_ends_at)
    )
