"""A visit with all that proves it, in one line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors import queries as doors_queries
from service.elderly_care.doors.models import Door
from service.elderly_care.doors.rules import CoordinateSystem, PlaceVerdict
from service.elderly_care.plans.models import PlanItem
from service.elderly_care.proofs import actions
from service.elderly_care.proofs.models import Amendment, Anomaly, VisitMark, VisitReport
from service.elderly_care.proofs.queries import MarkRecord, SeenMark
from service.elderly_care.proofs.rules import AmendedField, AmendmentStatus, AnomalyKind, MarkKind, Reason
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.visits.models import Visit
from service.kit import closing
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.files.models import File
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.factories import care, care_plans, care_requests, consents, doors, residents


@dataclass(frozen=True)
class Scene:
    """An elder at home, and a visit to them today from nine to eleven, given to caregivers of an operator."""

    operator: Organisation
    elder: Resident
    service: CareService
    item: PlanItem
    caregivers: tuple[Caregiver, ...]
    visit: Visit
    door: Door

    @property
    def caregiver(self) -> Caregiver:
        return self.caregivers[0]


def scene(
    work: UnitOfWork,
    operator: Organisation | None = None,
    *,
    mode: Mode = Mode.HOME_VISIT,
    needed: int = 1,
    shares: bool = True,
    health: bool = True,
    elder: Resident | None = None,
    caregivers: tuple[Caregiver, ...] = (),
    **visit: Any,
) -> Scene:
    """A visit of an hour that is arranged for; the elder has agreed to what it needs unless said otherwise."""
    by = operator or care.operator(work)
    who, service = elder or residents.resident(work), care.service(work, mode=mode)
    contract = care.contract(work, by, prices={service.id: 8000})
    request = care_requests.request(work, who, [service], status=RequestStatus.ACTIVE, contract=contract)
    item = care_plans.item(work, care_plans.plan(work, request), service)
    coming = caregivers or tuple(care.caregiver(work, by) for _ in range(needed))
    made = care_plans.visit(work, item, service, caregivers=coming, **visit)
    if shares:
        consents.consent(work, who, ConsentPurpose.SHARE_WITH_OPERATOR, by)
    if health:
        consents.consent(work, who, ConsentPurpose.HEALTH_DATA)
    door = doors_queries.door_of(work, who.id) or doors.door(work, who)
    return Scene(by, who, service, item, coming, made, door)


def another(work: UnitOfWork, of: Scene, starts_at: datetime, **columns: Any) -> Visit:
    """Another visit of the same item to the same elder by the same caregiver, on the day of its beginning."""
    return care_plans.visit(
        work,
        of.item,
        of.service,
        on=starts_at.date(),
        caregivers=of.caregivers,
        starts_at=starts_at,
        **columns,
    )


def at_home(at: datetime, *, north: float = 0.0, **more: Any) -> dict[str, Any]:
    """What a device says at the door, or so many degrees north of it."""
    return {
        "at": at,
        "latitude": round(doors.HOME.latitude + north, 6),
        "longitude": doors.HOME.longitude,
        "accuracy_m": 10,
        "coordinate_system": CoordinateSystem.WGS_84,
        **more,
    }


def acting(work: UnitOfWork, caregiver: Caregiver) -> UnitOfWork:
    """Let the caregiver act in this unit of work."""
    work.actor = Actor(
        ActorKind.STAFF,
        account_id=caregiver.account_id,
        display_name=caregiver.name,
        duties=(Duty(Role.CAREGIVER, organisation_id=caregiver.organisation_id),),
    )
    return work


def mark(
    work: UnitOfWork,
    visit: Visit,
    caregiver: Caregiver,
    kind: MarkKind,
    at: datetime,
    *,
    place: PlaceVerdict = PlaceVerdict.INSIDE,
    **columns: Any,
) -> VisitMark:
    """A mark as it was recorded, from which nothing has been derived yet."""
    made = VisitMark(
        id=work.new_id(),
        visit_id=visit.id,
        caregiver_id=caregiver.id,
        kind=kind,
        at=at,
        received_at=columns.pop("received_at", at + timedelta(seconds=1)),
        place=place,
        flags=columns.pop("flags", []),
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def photo(work: UnitOfWork, of: SeenMark, uploaded_by: UUID) -> File:
    """A photo that came with a check-out."""
    made = File(
        id=work.new_id(),
        uploaded_by=uploaded_by,
        uploaded_at=work.now,
        attached_at=work.now,
        media_type="application/pdf",
        size=8,
        body=b"%PDF-1.7",
    )
    work.session.add(made)
    work.session.flush()
    work.session.add(VisitReport(mark_id=of.id, visit_id=of.visit_id, reported_at=work.now, photos=[made.id]))
    work.session.flush()
    return made


def amendment(work: UnitOfWork, visit: Visit, caregiver: Caregiver, **columns: Any) -> Amendment:
    """A late amendment of a check-in that waits for approval."""
    made = Amendment(
        id=work.new_id(),
        visit_id=visit.id,
        caregiver_id=caregiver.id,
        field=AmendedField.CHECK_IN_AT,
        original_at=visit.window_starts_at,
        value_at=columns.pop("value_at", visit.window_starts_at - timedelta(minutes=10)),
        reason_code=Reason.FORGOT,
        status=columns.pop("status", AmendmentStatus.PENDING),
        amended_by=caregiver.account_id,
        amended_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def anomaly(
    work: UnitOfWork, visit: Visit, caregiver: Caregiver, kind: AnomalyKind = AnomalyKind.TOO_SHORT
) -> Anomaly:
    """Something odd that nobody has looked into yet."""
    made = Anomaly(
        id=work.new_id(),
        visit_id=visit.id,
        kind=kind,
        caregiver_id=caregiver.id,
        organisation_id=visit.organisation_id,
        region_code=visit.region_code,
        is_private=visit.is_private,
        facts={"minutes": 5, "agreed_minutes": 60},
        found_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def done(work: UnitOfWork, of: Scene) -> MarkRecord:
    """Let the caregiver have come and gone this morning; the mark of their going."""
    actor = work.actor
    acting(work, of.caregiver)
    actions.check_in(work, of.visit.id, **at_home(work.now - timedelta(minutes=1)))
    going = actions.check_out(work, of.visit.id, **at_home(work.now)).mark
    closing.write(work.session)
    work.actor = actor
    return going
