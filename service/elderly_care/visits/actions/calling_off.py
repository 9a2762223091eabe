"""Taking visits off: because the elder or the operator asks, and because the plan says so; and making one on another day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from service.elderly_care.visits import permissions, queries, rules
from service.elderly_care.visits.actions.arranging import Wish, arrange, move_status
from service.elderly_care.visits.actions.claims import Claim, take
from service.elderly_care.visits.actions.telling import Before, before, tell_called_off, tell_put_off
from service.elderly_care.visits.errors import OutsidePlan
from service.elderly_care.visits.messages import VisitsCalledOff, VisitsMade
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act, VisitCancellation, VisitStatus
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def cancel(work: UnitOfWork, visit_id: UUID, *, reason: VisitCancellation) -> Visit:
    """Call a visit off before it begins; who does not plan for the operator does so because the elder asks.

    Raises NotFound, OutOfScope, WrongState.
    """
    work.found(queries.readable(work, visit_id))
    visit = queries.visits_to_change(work, [visit_id])[visit_id]
    if not permissions.may_arrange(work.actor, visit.organisation_id):
        asks = reason is VisitCancellation.ELDER_ASKED and _may_ask(work, visit)
        work.require(asks, OutOfScope)
    call_off(work, [visit], reason)
    return visit


def call_off(
    work: UnitOfWork,
    visits: Sequence[Visit],
    because: VisitCancellation,
    *,
    tells: bool = True,
    tells_elder: bool = True,
) -> list[Before]:
    """Call off visits that are held: their time is free again, and whom it concerns is told once. Raises WrongState."""
    held = queries.caregiver_ids_of(work, [each.id for each in visits]) if visits else {}
    formerly = [before(each, () if each.round_id else held.get(each.id, ())) for each in visits]
    take(work, [Claim(what=each, starts_at=None, ends_at=None, elders=[each]) for each in visits])
    for each in visits:
        move_status(work, each, Act.CANCEL)
        each.cancelled_because = because
    if visits:
        work.announce(VisitsCalledOff(visit_ids=[each.id for each in visits], because=because))
    if visits and tells:
        tell_called_off(work, formerly, because, tells_elder=tells_elder)
    return formerly


def reschedule(
    work: UnitOfWork,
    visit_id: UUID,
    *,
    day: date,
    starts_at: datetime | None = None,
    caregiver_ids: Collection[UUID] = (),
    beyond_shift: bool = False,
    elder_agreed: bool = False,
) -> Visit:
    """Make a visit on another day instead. It stays the occurrence of its item that it is, so none is made again.

    Raises NotFound, WrongState, OutsidePlan, InThePast, and what `arrange` raises.
    """
    seen = work.found(queries.visit(work, visit_id))
    work.found(seen if permissions.may_arrange(work.actor, seen.organisation_id) else None)
    # The plan before its visits, as whoever makes or ends them locks them.
    plan = queries.plan_to_hold(work, seen.plan_id)
    visit = queries.visits_to_change(work, [visit_id])[visit_id]
    if not plan.holds_on(day):
        raise OutsidePlan(field="day")
    rules.after(visit.status, Act.CANCEL)
    [formerly] = call_off(work, [visit], VisitCancellation.OTHER_DAY, tells=False)
    work.session.flush()
    made = _on_another_day(work, visit, day)
    rules.check_to_come(made.window_ends_at, work.now, field="day")
    work.session.add(made)
    work.session.flush()
    if caregiver_ids or starts_at:
        wish = Wish(made.id, tuple(caregiver_ids), starts_at, elder_agreed, beyond_shift)
        arrange(work, [wish])
    work.announce(VisitsMade(visit_ids=[made.id]))
    tell_put_off(work, formerly, made)
    return made


def _on_another_day(work: UnitOfWork, visit: Visit, day: date) -> Visit:
    later = day - local_date(visit.window_starts_at)
    same = (
        "plan_id", "item_id", "occurs_on", "elder_id", "region_code", "organisation_id", "contract_id", "service_id",
        "mode", "payer", "is_private", "minutes", "caregivers_needed", "skills",
    )  # fmt: skip
    return Visit(
        id=work.new_id(),
        **{name: getattr(visit, name) for name in same},
        window_starts_at=visit.window_starts_at + timedelta(days=later.days),
        window_ends_at=visit.window_ends_at + timedelta(days=later.days),
        status=VisitStatus.PLANNED,
        rescheduled_from_id=visit.id,
        made_at=work.now,
        updated_at=work.now,
    )


def _may_ask(work: UnitOfWork, visit: Visit) -> bool:
    """The elder, their proxies, and the workers of the place."""
    if work.actor.is_staff:
        path = regions.path_of(work, visit.region_code)
        return permissions.may_ask_for_elder(work.actor, path, is_private=visit.is_private)
    return True
