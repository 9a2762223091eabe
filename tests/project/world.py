"""A small world in which every route has something to act on, and everybody who might try."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import SecretKind
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rounds import actions as rounds
from service.elderly_care.visits.models import Round
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.homes.rules import Relation
from service.residents.merging import actions as merging
from service.residents.merging.models import PossibleDuplicate
from service.residents.merging.rules import DuplicateReason
from service.residents.models import Resident
from service.residents.rules import ProxyStatus, ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import (
    accounts,
    activities,
    alarms,
    assessments,
    care,
    care_complaints,
    care_performance,
    care_plans,
    care_requests,
    care_schedules,
    cared,
    consents,
    content_checks,
    doors,
    entitlements,
    homes,
    living_rooms,
    messaging,
    notices,
    organisations,
    proofs,
    reaching,
    regions,
    residents,
    settlements,
    tags,
    volunteering,
    vouchers,
    welfare,
)

COMMUNITY, OTHER_COMMUNITY, STREET, DISTRICT = "330211001001", "330211001002", "330211001", "330211"


_LIST = "姓名,手机\n陈阿婆,13800000001\n".encode()


@dataclass(slots=True)
class World:
    """Clients by who they are, and the ids that stand in paths and bodies, by name."""

    clients: dict[str, ApiClient]
    ids: dict[str, Any]


def make_world(app: Flask, house: House, clock: StoppedClock) -> World:
    """Everybody, and one of each thing, in one community."""
    from service.kit.edge import unit_of_work  # noqa: PLC0415 - the app is made first

    with unit_of_work(house) as work:
        regions.tree(work)
        elder = residents.resident(work, COMMUNITY, name="王桂英", phone="13800000001")
        waiting = residents.resident(work, COMMUNITY, name="林小满", status=ResidentStatus.PENDING)
        owner = accounts.resident_account(work, elder.id)
        daughter = accounts.resident_account(work)
        proxy = residents.proxy(work, elder, daughter, ["booking"])
        asked = residents.proxy(
            work, elder, accounts.resident_account(work), ["booking"], status=ProxyStatus.PENDING
        )
        home = homes.home(work)
        household = homes.household(work, home)
        homes.living(work, elder, home, household=household, relation=Relation.HOUSEHOLDER)
        operator = care.operator(work)
        choir = organisations.organisation(work)
        room = living_rooms.room(work, COMMUNITY)
        people = {
            "resident": owner,
            "proxy": daughter,
            "neighbour": accounts.resident_account(work, residents.resident(work, COMMUNITY).id),
            "newcomer": accounts.resident_account(work),
            **_staff(work, operator.id),
        }
        care.caregiver(work, operator, account=people["caregiver"])
        target = accounts.staff_account(work)
        duty = accounts.duty(work, target, Role.COMMUNITY_WORKER, OTHER_COMMUNITY)
        clients = {name: accounts.client_of(app, work, account) for name, account in people.items()}
        ids = {
            "room_id": room.id,
            "living_room_id": room.id,
            "resident_id": elder.id,
            "for_resident_id": elder.id,
            "pending_resident_id": waiting.id,
            "home_id": home.id,
            "household_id": household.id,
            "tag_id": tags.tag(work, elder, "volunteer").id,
            "tag_code": "volunteer",
            "proxy_id": proxy.id,
            "pending_proxy_id": asked.id,
            "organisation_id": operator.id,
            "social_id": choir.id,
            "member_id": organisations.member(work, choir, elder).id,
            "rating_id": organisations.rating(work, choir).id,
            "programme_id": organisations.programme(work, choir).id,
            "account_id": target.id,
            "duty_id": duty.id,
            "sending_id": messaging.dead_letter(work, owner.id).id,
            "message_id": messaging.told(work, owner.id).id,
            "check_id": content_checks.check(work, owner).id,
            "code": "330211001001-001",
            "region_code": "330211001001-001",
        }
    with unit_of_work(house) as work:
        ids |= _invited(work, elder)
        ids |= _records_twice(work, elder.id)
        ids |= _care(work, operator, elder)
        ids |= _warned(work, elder)
        ids |= _volunteering(work, elder)
    clients["nobody"] = ApiClient(app)
    return World(clients, ids | _things(clients, room.id, clock))


def _warned(work: UnitOfWork, elder: Resident) -> dict[str, Any]:
    """A notice with an attachment, which must reach the elder."""
    author = accounts.staff(work, Role.DISTRICT_STAFF, DISTRICT)
    sheet = notices.attachment(work, author)
    warned = reaching.warning(work, author=author, attachments=[sheet.id])
    reaching.to_reach(work, warned, elder)
    return {"notice_id": warned.id, "attachment_id": sheet.id}


def _invited(work: UnitOfWork, elder: Resident) -> dict[str, Any]:
    """What the elder will come to, what they may come to, and something in which a place is held for them."""
    coming = activities.activity(work)
    activities.sign_up(work, elder, coming)
    return {
        "activity_id": coming.id,
        "other_activity_id": activities.activity(work).id,
        "wait_id": activities.offered(work, elder, activities.activity(work)),
    }


def _records_twice(work: UnitOfWork, elder_id: UUID) -> dict[str, Any]:
    """Somebody who may be the elder once more, and two who were one person and are merged."""
    twin, *two = (residents.resident(work, COMMUNITY, name="王桂英") for _ in range(3))
    merging.note_possible_duplicate(work, elder_id, twin.id, DuplicateReason.SAME_NAME_AND_HOME)
    pair = work.session.scalars(select(PossibleDuplicate)).one()
    merge = merging.merge(work, two[0].id, other_id=two[1].id)
    return {"other_id": twin.id, "duplicate_id": pair.id, "merge_id": merge.id}


def _volunteering(work: UnitOfWork, elder: Resident) -> dict[str, Any]:
    """Hours of the elder, some that were taken back after they were used, a pool, and an elder to pass minutes on to."""
    volunteering.donated(work, residents.resident(work, COMMUNITY), 60)
    return {
        "hours_id": volunteering.hours(work, elder).id,
        "correction_id": volunteering.claim(work, residents.resident(work, COMMUNITY)).id,
        "to_resident_id": residents.resident(work, COMMUNITY, birth_on=date(1945, 5, 1)).id,
    }


def _care(work: UnitOfWork, operator: Organisation, elder: Resident) -> dict[str, Any]:
    """What care stands on: a service, a facility, its contract, a caregiver who is absent for a while."""
    service = care.service(work)
    facility = care.facility(work)
    contract = care.contract(work, operator, at=facility, prices={service.id: 8000})
    caregiver = care.caregiver(work, operator)
    consents.consent(work, elder, ConsentPurpose.HEALTH_DATA)
    door = doors.door(work, elder)
    for kind in SecretKind:
        doors.secret(work, door, kind)
    served = care_requests.request(work, elder, [service], status=RequestStatus.ASSIGNED, contract=contract)
    plan = care_plans.plan(work, served, status=PlanStatus.OFFERED)
    care_plans.version(work, plan)
    return {
        "plan_id": plan.id,
        "assigned_request_id": served.id,
        "elder_id": elder.id,
        "assessment_id": assessments.assessment(work, elder).id,
        "request_id": care_requests.request(work, elder, [service]).id,
        "scheme_id": care.scheme(work).id,
        "service_id": service.id,
        "other_service_id": care.service(work).id,
        "facility_id": facility.id,
        "owner_id": facility.owner_id,
        "contract_id": contract.id,
        "caregiver_id": caregiver.id,
        "absence_id": care.absence(work, caregiver).id,
        "complaint_id": care_complaints.complaint(work, elder, operator).id,
        "welfare_visit_id": welfare.visit(work, elder).id,
        "schedule_id": care_schedules.schedule(work, operator).id,
        "alarm_id": alarms.alarm(work, elder).id,
        "device_id": alarms.device(work, elder).id,
        "roster_id": alarms.duty(work, accounts.staff(work, Role.STREET_STAFF, STREET), STREET).id,
        **_entitled(work, elder),
        **_settled(work, operator, elder),
        **_judged(work, contract),
        **_visits(work, contract, elder),
        **_proved(work, operator, elder),
    }


def _entitled(work: UnitOfWork, elder: Resident) -> dict[str, Any]:
    """What the elder applied for, what is publicised with an objection, and what was granted, each of another scheme."""
    publicised = entitlements.entitlement(work, elder, status=EntitlementStatus.PUBLICISED)
    granted = entitlements.entitlement(work, elder, status=EntitlementStatus.GRANTED)
    return {
        "entitlement_id": entitlements.entitlement(work, elder).id,
        "checked_entitlement_id": entitlements.entitlement(work, elder, status=EntitlementStatus.CHECKED).id,
        "publicised_entitlement_id": publicised.id,
        "granted_entitlement_id": granted.id,
        "voucher_id": vouchers.voucher(work, granted, drawn=120).id,
        "objection_id": entitlements.objection(work, publicised).id,
        "scheme_code": care.scheme(work).code,
    }


def _settled(work: UnitOfWork, operator: Organisation, elder: Resident) -> dict[str, Any]:
    """A settlement of last month that waits for the street."""
    row = settlements.settled(work, operator, elder)
    return {"settlement_id": row.id, "line_id": settlements.line(work, row).id}


def _judged(work: UnitOfWork, contract: Contract) -> dict[str, Any]:
    """A month of the contract that is closed, another against which its operator appeals, and an inspection."""
    found = care_performance.inspection(work, contract)
    appealed = care_performance.score(work, contract, first_on=date(2026, 1, 1))
    care_performance.appeal(work, appealed)
    return {
        "score_id": care_performance.score(work, contract).id,
        "appealed_score_id": appealed.id,
        "inspection_id": found.id,
        "finding_id": care_performance.finding(work, found).id,
    }


def _proved(work: UnitOfWork, operator: Organisation, elder: Resident) -> dict[str, Any]:
    """A visit that was made, with a photo, an amendment that waits, and something odd."""
    scene = proofs.scene(work, operator, elder=elder, shares=False, health=False)
    going = proofs.done(work, scene)
    return {
        "visit_id": scene.visit.id,
        "photo_id": proofs.photo(work, going, scene.caregiver.account_id).id,
        "amendment_id": proofs.amendment(work, scene.visit, scene.caregiver).id,
        "anomaly_id": proofs.anomaly(work, scene.visit, scene.caregiver).id,
    }


def _visits(work: UnitOfWork, contract: Contract, elder: Resident) -> dict[str, Any]:
    """A plan that the elder agreed to, with visits of tomorrow and the day after that nobody has yet."""
    served = cared.cared(work, contract, care.service(work), elder=elder)
    days = [local_date(work.now) + timedelta(days=number) for number in (1, 2)]
    visit, other = (served.visit(work, on=day) for day in days)
    return {
        "plan_id": served.plan.id,
        "visit_id": visit.id,
        "with_visit_id": other.id,
        "round_id": _session(work, contract, elder).id,
    }


def _session(work: UnitOfWork, contract: Contract, elder: Resident) -> Round:
    """A session at the centre to which the elder is expected tomorrow."""
    singing = care.service(work, mode=Mode.CENTRE_SESSION)
    visit = cared.cared(work, contract, singing, elder=elder, window=(9 * 60, 11 * 60)).visit(work)
    rounds.join(work, [visit.id])
    return work.session.get_one(Round, visit.round_id)


def _staff(work: Any, operator_id: UUID) -> dict[str, Any]:
    by_region = {
        "grid_worker": (Role.GRID_WORKER, COMMUNITY),
        "community_worker": (Role.COMMUNITY_WORKER, COMMUNITY),
        "worker_elsewhere": (Role.COMMUNITY_WORKER, OTHER_COMMUNITY),
        "street_staff": (Role.STREET_STAFF, STREET),
        "district_staff": (Role.DISTRICT_STAFF, DISTRICT),
        "assessor": (Role.ASSESSOR, DISTRICT),
    }
    by_organisation = (Role.OPERATOR_MANAGER, Role.DISPATCHER, Role.CAREGIVER)
    apart = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
    return {
        **{name: accounts.staff(work, role, place) for name, (role, place) in by_region.items()},
        **{role.value: accounts.staff(work, role, organisation_id=operator_id) for role in by_organisation},
        **{role.value: accounts.staff(work, role, functions=()) for role in apart},
    }


def _things(clients: dict[str, ApiClient], room_id: UUID, clock: StoppedClock) -> dict[str, Any]:
    """What only the API makes: bookings, a series, a closure, a wish, a link, a file."""
    resident, worker = clients["resident"], clients["community_worker"]
    booking = {"living_room_id": room_id, "purpose": "meeting", "headcount": 2}
    tomorrow = {"starts_at": clock.today_at("09:00", days=1), "ends_at": clock.today_at("10:00", days=1)}
    weekly = {"starts_at": clock.today_at("14:00", days=1), "ends_at": clock.today_at("15:00", days=1)}
    later = {"starts_at": clock.today_at("09:00", days=40), "ends_at": clock.today_at("10:00", days=40)}
    made = {
        "booking_id": _id(resident.post("/bookings", booking | tomorrow)),
        "series_id": worker.post(
            "/bookings", booking | weekly | {"repeat": {"every": "week", "times": 2, "on_conflict": "skip"}}
        ).json["series_id"],
        "closure_id": _id(worker.post(f"/living-rooms/{room_id}/closures", later | {"reason": "维修"})),
        "entry_id": _id(
            resident.post(
                "/waitlist",
                {"living_room_id": room_id, "minutes": 60, "headcount": 2} | tomorrow,
            )
        ),
        "identity_id": _id(resident.post("/accounts/me/identities/wechat", {"code": "demo-new-resident"})),
        "link_id": _id(resident.post("/calendar-links", {"kind": "mine"})),
        "consent_id": _id(resident.post("/consents", {"purpose": "notices_by_sms", "text_version": 1})),
        "import_id": _id(worker.post("/residents/import", data={"file": (BytesIO(_LIST), "list.csv")}), 202),
        "export_id": _id(worker.post("/residents/export", {}), 202),
        "copy_id": _id(resident.post("/residents/me/export"), status=202),
        "file_id": _id(resident.post("/files", data={"file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "sheet.pdf")})),
    }
    clock.move_to(clock.now() + timedelta(seconds=1))
    return made


def _id(answer: Any, status: int = 201) -> str:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.json["id"])
