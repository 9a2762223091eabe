"""Making visits ahead from plans, and calling off what a plan no longer asks for.

Whoever does either holds the plan, and the key of an item's day lets a visit stand once: so two never make it twice, and
what is killed half-way has left nothing. Both look at what the plan says now, so that messages may come late or twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.plans import queries as plans
from service.elderly_care.plans.queries import PlanOccurrence
from service.elderly_care.visits import queries
from service.elderly_care.visits.actions.calling_off import call_off
from service.elderly_care.visits.messages import VisitsMade
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.queries import HeldPlan
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents import queries as residents

# So many plans at once: what is left follows ten minutes later.
PLANS_AT_ONCE = 500
_ROWS_AT_ONCE = 500
_A_DAY = timedelta(days=1)


def make_ahead(work: UnitOfWork) -> int:
    """Make visits of plans that come into reach, up to the horizon; of how many plans that were."""
    today, until = local_date(work.now), _horizon(work)
    found = plans.plans_to_make(work, until, PLANS_AT_ONCE)
    for plan in found:
        first = plan.visits_made_until + _A_DAY if plan.visits_made_until else plan.starts_on
        _make(work, plan.id, max(first, today), until)
    return len(found)


def follow_plan(work: UnitOfWork, plan_id: UUID, from_day: date) -> None:
    """Let the visits of a plan from a day on be what it asks for now: others are called off, missing ones are made."""
    plan = queries.plan_to_hold(work, plan_id)
    first = max(from_day, local_date(work.now))
    until = max(_horizon(work), plan.visits_made_until or first)
    if plan.is_over:
        first = local_date(work.now)
    _call_off_what_goes(work, plan_id, plan, first, until)
    if not plan.is_over:
        _make(work, plan_id, first, until)


def follow_place(work: UnitOfWork, plan_id: UUID) -> None:
    """Let the visits of a plan that are to come be made where the plan stands; what began stays where it was made."""
    plan = queries.plan_to_hold(work, plan_id)
    for each in queries.not_begun_of_plan(work, plan_id, local_date(work.now)):
        if each.region_code != plan.region_code:
            each.region_code, each.updated_at = plan.region_code, work.now


def _call_off_what_goes(work: UnitOfWork, plan_id: UUID, plan: HeldPlan, first: date, until: date) -> None:
    visits = queries.not_begun_of_plan(work, plan_id, first)
    if not visits:
        return
    begin = min(first, *(each.occurs_on for each in visits))
    asked = {(each.item_id, each.occurs_on) for each in plans.occurrences_of(work, plan_id, begin, until)}
    gone: dict[VisitCancellation, list[Visit]] = defaultdict(list)
    for each in visits:
        because = _why_not(plan, each, is_asked=(each.item_id, each.occurs_on) in asked)
        if because is not None:
            gone[because].append(each)
    is_here = not residents.has_left(work, plan.elder_id)
    for because, those in gone.items():
        call_off(work, those, because, tells_elder=is_here)
    work.session.flush()


def _why_not(plan: HeldPlan, visit: Visit, *, is_asked: bool) -> VisitCancellation | None:
    """Why a visit is not made any more, by the day on which it was to be made."""
    day = local_date(visit.window_starts_at)
    if plan.is_past(day):
        return VisitCancellation.PLAN_ENDED
    if plan.is_paused_on(day):
        return VisitCancellation.PLAN_PAUSED
    # One that is made on another day stands for a day on which the plan may be paused now.
    if is_asked or (day != visit.occurs_on and plan.is_paused_on(visit.occurs_on)):
        return None
    return VisitCancellation.PLAN_CHANGED


def _make(work: UnitOfWork, plan_id: UUID, first: date, until: date) -> None:
    """Make what a plan asks for from a day until a day and of which nothing stands."""
    if first <= until:
        asked = [
            each
            for each in plans.occurrences_of(work, plan_id, first, until)
            if each.window_ends_at > work.now
        ]
        settled = queries.settled(work, plan_id, [(each.item_id, each.occurs_on) for each in asked])
        _insert(work, [each for each in asked if (each.item_id, each.occurs_on) not in settled])
    queries.note_made(work, plan_id, until)


def _insert(work: UnitOfWork, occurrences: Sequence[PlanOccurrence]) -> None:
    work.session.flush()
    once = insert(Visit).on_conflict_do_nothing(
        index_elements=["item_id", "occurs_on"], index_where=text("status <> 'cancelled'")
    )
    for start in range(0, len(occurrences), _ROWS_AT_ONCE):
        rows = [_row(work, each) for each in occurrences[start : start + _ROWS_AT_ONCE]]
        made = list(work.session.scalars(once.returning(Visit.id), rows))
        if made:
            work.announce(VisitsMade(visit_ids=made))


def _row(work: UnitOfWork, asked: PlanOccurrence) -> dict[str, object]:
    same = (
        "plan_id", "item_id", "occurs_on", "elder_id", "region_code", "organisation_id", "contract_id", "service_id",
        "mode", "payer", "is_private", "window_starts_at", "window_ends_at", "minutes", "caregivers_needed",
    )  # fmt: skip
    return {
        "id": work.new_id(),
        **{name: getattr(asked, name) for name in same},
        "skills": list(asked.skills),
        "status": VisitStatus.PLANNED,
        "made_at": work.now,
        "updated_at": work.now,
    }


def _horizon(work: UnitOfWork) -> date:
    return local_date(work.now) + timedelta(days=work.house.settings.care_horizon_days)
