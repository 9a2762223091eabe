"""Saying of a visit that it was not served, or what happened there; and calling help where that is needed."""

from datetime import datetime
from uuid import UUID

from service.elderly_care.alarms import actions as alarms
from service.elderly_care.alarms.rules import AlarmSource
from service.elderly_care.proofs import permissions, queries, rules
from service.elderly_care.proofs.actions.deriving import derive_again
from service.elderly_care.proofs.actions.sealing import seal
from service.elderly_care.proofs.errors import NotYet, NotYourVisit
from service.elderly_care.proofs.messages import IncidentHappened, VisitNotServed
from service.elderly_care.proofs.models import Incident, NotServed
from service.elderly_care.proofs.permissions import Standpoint
from service.elderly_care.proofs.rules import IncidentKind, NotServedReason
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act, VisitStatus, after
from service.kit.acting import by_staff
from service.kit.clock import local_date
from service.kit.errors import Forbidden, WrongState
from service.kit.work import UnitOfWork


def not_serve(
    work: UnitOfWork,
    visit_id: UUID,
    *,
    reason_code: NotServedReason,
    at: datetime | None = None,
    note: str | None = None,
) -> NotServed:
    """Say why a visit that was due was not served, as its caregiver or planner; behind a door that stays shut help is called.

    Said again it is what was said. Raises NotYet, NotYourVisit, WrongState.
    """
    visit = queries.held(work, visit_id)
    seen = queries.standpoint(work, visit)
    work.require(permissions.may_tell(seen))
    known = queries.said_not_served(work, visit_id, reason_code, at)
    if known is not None and (at is not None or visit.status is VisitStatus.NOT_SERVED):
        return known
    happened_at = min(at or work.now, work.now)
    _check_may_say(work, visit, seen, happened_at)
    report = _report(work, visit_id, reason_code, happened_at, note)
    derive_again(work, visit)
    if visit.status is VisitStatus.NOT_SERVED:
        work.announce(VisitNotServed(visit_id=visit_id, report_id=report.id))
    if reason_code is NotServedReason.DOOR_SHUT:
        _happen(work, visit, IncidentKind.DOOR_SHUT, happened_at, note)
    return report


def report_incident(
    work: UnitOfWork, visit_id: UUID, *, kind: IncidentKind, at: datetime, note: str | None = None
) -> Incident:
    """Say what happened at a visit, as its caregiver or planner; where life may be at stake help is called at once."""
    visit = queries.held(work, visit_id)
    work.require(permissions.may_tell(queries.standpoint(work, visit)))
    return _happen(work, visit, kind, min(at, work.now), note)


def _check_may_say(work: UnitOfWork, visit: Visit, seen: Standpoint, at: datetime) -> None:
    """A caregiver says it of what was theirs then, however late; the planner of what was not called off."""
    if local_date(work.now) < visit.occurs_on:
        raise NotYet
    after(visit.status, Act.NOT_SERVE)
    if seen.caregiver_id is None:
        if visit.status is VisitStatus.CANCELLED:
            raise WrongState(state=visit.status)
        return
    claims, _ = queries.claims_of(work, visit, seen.caregiver_id)
    if rules.whose(claims, at, visit.made_at) is None:
        raise NotYourVisit


def _report(
    work: UnitOfWork, visit_id: UUID, reason_code: NotServedReason, at: datetime, note: str | None
) -> NotServed:
    report_id = work.new_id()
    report = NotServed(
        id=report_id,
        visit_id=visit_id,
        reason_code=reason_code,
        policy_id=queries.policy_now(work, reason_code).id,
        at=at,
        recorded_at=work.now,
        recorded_by=_account(work),
        note_sealed=seal(work, note, f"care_not_served.note:{report_id}"),
    )
    work.session.add(report)
    work.session.flush()
    return report


def _happen(work: UnitOfWork, visit: Visit, kind: IncidentKind, at: datetime, note: str | None) -> Incident:
    """The row of the visit is held: what is said twice at once is said once."""
    for known in queries.incidents_of(work, visit.id):
        if (known.kind, known.at, known.recorded_by) == (kind, at, work.actor.account_id):
            return known
    incident_id = work.new_id()
    incident = Incident(
        id=incident_id,
        visit_id=visit.id,
        kind=kind,
        at=at,
        recorded_at=work.now,
        recorded_by=_account(work),
        alarm_id=_ring(work, visit, kind, at, note) if rules.rings(kind) else None,
        note_sealed=seal(work, note, f"care_incidents.note:{incident_id}"),
    )
    work.session.add(incident)
    work.announce(IncidentHappened(incident_id=incident_id))
    return incident


def _ring(work: UnitOfWork, visit: Visit, kind: IncidentKind, at: datetime, note: str | None) -> UUID:
    alarm = alarms.raise_alarm(
        work,
        visit.elder_id,
        kind=rules.RINGS[kind],
        source=AlarmSource.CAREGIVER,
        note=note,
        acted_by=by_staff(work.actor),
        organisation_id=visit.organisation_id,
        happened_at=at,
        place=visit.region_code,
    )
    return alarm.id


def _account(work: UnitOfWork) -> UUID:
    if work.actor.account_id is None:
        raise Forbidden
    return work.actor.account_id
