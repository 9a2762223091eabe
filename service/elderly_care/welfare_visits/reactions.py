"""What becomes of visits when something is told: of elders and who lives with them, of alarms, plans and assessments."""

from uuid import UUID

from service.elderly_care.alarms.messages import AlarmClosed
from service.elderly_care.assessment.messages import AssessmentSigned
from service.elderly_care.plans.messages import PlanResumed
from service.elderly_care.welfare_visits import actions, messages, queries, rules
from service.elderly_care.welfare_visits.actions.telling import tell_nearest
from service.elderly_care.welfare_visits.rules import ChangeKind, WelfareStatus
from service.elderly_care.welfare_visits.texts import HASTENED
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.messages import on
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.homes import actions as homes_actions
from service.residents.homes import queries as homes
from service.residents.homes.messages import HouseholderGone
from service.residents.merging.messages import MergeUndone, ResidentsMerged
from service.residents.messages import ResidentDied, ResidentMovedAway, ResidentPlaceChanged


@on(messages.WelfarePolicySet)
def follow_policy(work: UnitOfWork, told: messages.WelfarePolicySet) -> None:
    """Everybody's visits follow the policy that holds now."""
    if told.number == queries.policy_row(work).number:
        actions.renew_all(work)


@on(messages.VisitHastened)
def tell_of_hastened_visit(work: UnitOfWork, told: messages.VisitHastened) -> None:
    """Who calls there is told that a visit is due soon, and why."""
    row = queries.visit(work, told.visit_id)
    if row is None or row.status is not WelfareStatus.DUE or row.change is None:
        return
    tell_nearest(work, row, Role.GRID_WORKER, HASTENED, change=row.change.words, due_at=row.due_at)


@on(AssessmentSigned)
def follow_assessment(work: UnitOfWork, told: AssessmentSigned) -> None:
    """How able somebody is says how often they are called on."""
    actions.renew(work, [told.elder_id])


@on(AlarmClosed)
def look_in_after_alarm(work: UnitOfWork, told: AlarmClosed) -> None:
    """After an alarm in which something had happened somebody looks in."""
    if rules.is_change(told.outcome):
        actions.hasten(work, [residents.present_id(work, told.elder_id)], ChangeKind.ALARM)


@on(PlanResumed)
def look_in_after_hospital(work: UnitOfWork, told: PlanResumed) -> None:
    """Who is back from hospital today is called on soon; who comes back later, on that day."""
    if told.from_day <= local_date(work.now):
        actions.hasten_after_hospital(work, told.from_day, told.plan_id)


@on(ResidentDied)
def end_visits_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nobody is called on any more, but those who lived with them are."""
    _end_all(work, told)
    if residents.has_left(work, told.resident_id):
        stays = homes.all_stays(work, told.resident_id)
        household_id = stays[-1].household_id if stays else None
        if household_id is not None:
            _hasten_household(work, household_id, ChangeKind.BEREAVEMENT)


@on(HouseholderGone)
def look_in_on_household(work: UnitOfWork, told: HouseholderGone) -> None:
    """Those whom the householder has left behind are called on soon."""
    _hasten_household(work, told.household_id, ChangeKind.LEFT_ALONE)


@on(ResidentMovedAway)
def end_visits_of_who_left(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Nobody is called on who lives elsewhere."""
    _end_all(work, told)


@on(ResidentPlaceChanged)
def follow_elder(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Visits are due where the elder lives, and soon if they have moved to another place."""
    is_another_place = actions.follow_elder(work, told.resident_id)
    if is_another_place and told.moved:
        actions.hasten(work, [told.resident_id], ChangeKind.MOVED)


@on(ResidentsMerged)
def follow_record_that_stayed(work: UnitOfWork, told: ResidentsMerged) -> None:
    """One elder is called on, by what both records knew."""
    actions.renew(work, [told.resident_id])


@on(MergeUndone)
def follow_both_records(work: UnitOfWork, told: MergeUndone) -> None:
    """Each is called on by what their own record knows."""
    actions.renew(work, [told.resident_id, told.merged_id])


def _hasten_household(work: UnitOfWork, household_id: UUID, kind: ChangeKind) -> None:
    actions.hasten(work, [each.resident_id for each in homes.members_now(work, household_id)], kind)


def _end_all(work: UnitOfWork, told: ResidentDied | ResidentMovedAway) -> None:
    if not residents.has_left(work, told.resident_id):
        return
    if actions.end_all_of(work, told.resident_id):
        what = Text("探访关爱", "Visiting care")
        homes_actions.note_ended(work, told.resident_id, what, subject=told.resident_id)
