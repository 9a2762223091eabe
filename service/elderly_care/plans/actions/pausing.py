"""Pausing a plan, as for a stay in hospital, and going on with it."""

from datetime import date, timedelta

from service.elderly_care import permissions
from service.elderly_care.plans import queries, rules
from service.elderly_care.plans.actions.agreeing import make_again_from
from service.elderly_care.plans.actions.steering import steering
from service.elderly_care.plans.actions.telling import tell_elder, tell_planners
from service.elderly_care.plans.errors import NotPaused, PlanDays
from service.elderly_care.plans.messages import PlanPaused, PlanResumed
from service.elderly_care.plans.models import CarePlan, PlanPause
from service.elderly_care.plans.rules import PauseReason, PlanStatus
from service.elderly_care.plans.texts import PAUSED, RESUMED
from service.kit.acting import ActedBy, acted_by_columns, show_acting
from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork

_A_DAY = timedelta(days=1)


def pause(
    work: UnitOfWork, row: CarePlan, *, starts_on: date, reason: PauseReason, ends_on: date | None = None
) -> CarePlan:
    """Let nobody be visited from a day until a last one or until further notice, as elder, proxy, worker or planner.

    Raises OutOfScope, WrongState, PlanDays, PauseOverlap.
    """
    acted_by = _who_steers(work, row)
    if ends_on is not None and ends_on < starts_on:
        raise PlanDays(field="ends_on")
    paused = [each for each in _with_follower(work, row) if _meets(each, starts_on, ends_on)]
    if starts_on < local_date(work.now) or not paused:
        raise PlanDays(field="starts_on")
    for each in paused:
        begins = max(starts_on, each.starts_on)
        _add_pause(work, each, acted_by, starts_on=begins, ends_on=ends_on, reason=reason)
    for say in (tell_elder, tell_planners):
        say(work, row, PAUSED, starts_on=starts_on, reason=reason.words)
    return row


def resume(work: UnitOfWork, row: CarePlan, *, on: date) -> CarePlan:
    """Let visits go on from a day: the pause that holds then, or the next one, ends before it.

    Raises OutOfScope, WrongState, PlanDays, NotPaused.
    """
    acted_by = _who_steers(work, row)
    if on < local_date(work.now):
        raise PlanDays(field="on")
    shortened = [_shorten(work, each, on) for each in _with_follower(work, row)]
    if not any(shortened):
        raise NotPaused
    show_acting(row, acted_by)
    for say in (tell_elder, tell_planners):
        say(work, row, RESUMED, starts_on=on)
    return row


def follow_the_day(work: UnitOfWork, row: CarePlan) -> None:
    """Let a plan that is served say whether it is paused today."""
    if row.status not in queries.SERVED:
        return
    halted = rules.is_paused(queries.pauses(work, [row.id]), local_date(work.now))
    to = PlanStatus.PAUSED if halted else PlanStatus.ACTIVE
    if to is not row.status:
        rules.check_move(row.status, to)
        row.status, row.updated_at = to, work.now


def _who_steers(work: UnitOfWork, row: CarePlan) -> ActedBy | None:
    """Who pauses or resumes for the elder. Raises OutOfScope, WrongState."""
    acted_by = steering(work, row, permissions.may_plan)
    if row.status not in queries.SERVED:
        raise WrongState(state=row.status)
    return acted_by


def _with_follower(work: UnitOfWork, row: CarePlan) -> list[CarePlan]:
    """A plan and the one that goes on from it: who is in hospital is so for both operators."""
    following = queries.follower(work, row.id)
    return [row] if following is None else [row, queries.held(work, following)]


def _meets(row: CarePlan, starts_on: date, ends_on: date | None) -> bool:
    """Whether a plan has days in a pause."""
    last = queries.last_day(row)
    return (last is None or starts_on <= last) and (ends_on is None or row.starts_on <= ends_on)


def _add_pause(
    work: UnitOfWork,
    row: CarePlan,
    acted_by: ActedBy | None,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: PauseReason,
) -> None:
    made = PlanPause(
        id=work.new_id(),
        plan_id=row.id,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        paused_by=work.actor.account_id,
        paused_at=work.now,
        **acted_by_columns(acted_by),
    )
    show_acting(row, acted_by)
    work.session.add(made)
    work.session.flush()
    follow_the_day(work, row)
    row.updated_at = work.now
    work.announce(PlanPaused(plan_id=row.id, from_day=starts_on, until_day=ends_on))


def _shorten(work: UnitOfWork, row: CarePlan, on: date) -> bool:
    """End the pause that holds on a day, or the next one, before that day; whether there was one."""
    open_ones = [
        each for each in queries.pauses(work, [row.id]) if each.ends_on is None or each.ends_on >= on
    ]
    if not open_ones:
        return False
    first = open_ones[0]
    if first.starts_on >= on:
        work.session.delete(first)
    else:
        first.ends_on = on - _A_DAY
    work.session.flush()
    from_day = max(on, first.starts_on)
    make_again_from(row, from_day)
    follow_the_day(work, row)
    row.updated_at = work.now
    work.announce(PlanResumed(plan_id=row.id, from_day=from_day))
    return True
