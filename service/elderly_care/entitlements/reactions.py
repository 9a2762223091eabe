"""What becomes of entitlements when something is told: of themselves, of assessments, plans, and of their elders."""

from uuid import UUID

from service.elderly_care.assessment.messages import AssessmentSigned
from service.elderly_care.entitlements import actions, messages, queries
from service.elderly_care.plans import queries as plans
from service.elderly_care.plans.messages import PlanPaused, PlanResumed
from service.kit.messages import on
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.homes import actions as homes
from service.residents.merging.messages import MergeUndone, ResidentsMerged
from service.residents.messages import (
    ResidentDepartureUndone,
    ResidentDied,
    ResidentMovedAway,
    ResidentPlaceChanged,
)


@on(messages.EntitlementMoved)
def tell_of_entitlement(work: UnitOfWork, told: messages.EntitlementMoved) -> None:
    """Whom it concerns is told where an application stands."""
    row = work.found(queries.entitlement(work, told.entitlement_id))
    if row.status == told.status:
        actions.tell_of_move(work, row)


@on(messages.ObjectionRecorded)
def tell_of_objection(work: UnitOfWork, told: messages.ObjectionRecorded) -> None:
    """Who settles it and who waits for it are told that somebody objects."""
    actions.tell_of_objection(work, work.found(queries.entitlement(work, told.entitlement_id)))


@on(messages.FindingSeen)
def tell_of_finding(work: UnitOfWork, told: messages.FindingSeen) -> None:
    """Who decides is told what speaks against a grant, unless that is taken back already."""
    row = work.found(queries.entitlement(work, told.entitlement_id))
    for finding in queries.findings_of(work, [row.id]):
        if finding.id == told.finding_id and finding.withdrawn_at is None:
            actions.tell_of_finding(work, row, finding)


@on(AssessmentSigned)
def note_level(work: UnitOfWork, told: AssessmentSigned) -> None:
    """What waited for a level has one."""
    actions.note_assessment(work, told.elder_id)


@on(PlanPaused)
def compare_paused(work: UnitOfWork, told: PlanPaused) -> None:
    """A stay in hospital is seen at once."""
    _compare_of_plan(work, told.plan_id)


@on(PlanResumed)
def compare_resumed(work: UnitOfWork, told: PlanResumed) -> None:
    """The end of a stay in hospital is seen at once."""
    _compare_of_plan(work, told.plan_id)


@on(ResidentDied)
def stop_for_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nothing is paid from the day after, and nothing more is decided."""
    _end_all(work, told.resident_id)


@on(ResidentMovedAway)
def propose_stop_for_who_left(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Nothing more is decided, and the district is asked to stop what was granted."""
    _end_all(work, told.resident_id)


@on(ResidentDepartureUndone)
def compare_who_is_back(work: UnitOfWork, told: ResidentDepartureUndone) -> None:
    """What spoke against a grant by mistake is withdrawn; what was stopped is granted anew by people."""
    actions.compare_elder(work, told.resident_id)


@on(ResidentPlaceChanged)
def follow_elder(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Entitlements go where the elder lives; who came back to the district is not away any more."""
    actions.follow_elder(work, told.resident_id)
    actions.compare_elder(work, told.resident_id)


@on(ResidentsMerged)
def compare_record_that_stayed(work: UnitOfWork, told: ResidentsMerged) -> None:
    """What both records had is found to be double."""
    actions.compare_elder(work, told.resident_id)


@on(MergeUndone)
def compare_both_records(work: UnitOfWork, told: MergeUndone) -> None:
    """Each has again what was theirs."""
    for resident_id in (told.resident_id, told.merged_id):
        actions.compare_elder(work, resident_id)


def _compare_of_plan(work: UnitOfWork, plan_id: UUID) -> None:
    plan = plans.plan(work, plan_id)
    if plan is not None:
        actions.compare_elder(work, plan.elder_id)


def _end_all(work: UnitOfWork, resident_id: UUID) -> None:
    if not residents.has_left(work, resident_id):
        return
    ended = actions.compare_elder(work, resident_id) + actions.close_open_of(work, resident_id)
    if ended:
        what = Text(f"{ended} 项补贴申请或待遇", f"{ended} applications or entitlements")
        homes.note_ended(work, resident_id, what, subject=resident_id)
