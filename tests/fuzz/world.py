"""Whom the fuzzer plays, and what it finds there: accounts of every role, things of every kind, their ids."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select, text

from service.accounts.models import Account
from service.elderly_care.alarms.rules import AlarmKind
from service.elderly_care.assessment.rules import AssessmentStatus
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.complaints.rules import ComplaintStatus
from service.elderly_care.doors.rules import SecretKind
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.inspections.rules import FindingStatus
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.proofs.rules import AnomalyKind
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rounds import actions as rounds
from service.elderly_care.visits.actions import assign_round
from service.elderly_care.visits.models import Round
from service.elderly_care.welfare_visits.rules import RiskGrade
from service.events.activities.rules import ActivityStatus
from service.events.reaching.rules import Step
from service.kit import deliveries
from service.kit.actor import ORGANISATION_ROLES, Role
from service.kit.background import RunStatus
from service.kit.clock import at_local, local, local_date
from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from service.residents.consents.rules import ConsentPurpose
from service.residents.homes.rules import Relation
from service.residents.merging import actions as merging
from service.residents.merging.rules import DuplicateReason
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.factories import (
    activities,
    alarms,
    assessments,
    care,
    care_complaints,
    care_performance,
    care_plans,
    care_requests,
    care_schedules,
    content_checks,
    doors,
    entitlements,
    homes,
    notices,
    proofs,
    reaching,
    settlements,
    vouchers,
    welfare,
)
from tests.factories.accounts import login, resident_account, staff
from tests.factories.cared import cared
from tests.factories.consents import consent
from tests.factories.living_rooms import ALWAYS, room
from tests.factories.messaging import dead_letter
from tests.factories.organisations import organisation, programme, rating
from tests.factories.regions import COMMUNITY, DISTRICT, GRID, STREET
from tests.factories.residents import proxy, resident
from tests.factories.tags import tag
from tests.factories.volunteering import claim, hours

# Some operations end logins or accounts; enough remain for a role to be played to the end.
ACCOUNTS_A_ROLE = 4
LOGINS_AN_ACCOUNT = 50

REGION_OF_ROLE = {
    Role.GRID_WORKER: GRID,
    Role.COMMUNITY_WORKER: COMMUNITY,
    Role.STREET_STAFF: STREET,
    Role.DISTRICT_STAFF: DISTRICT,
    Role.ASSESSOR: DISTRICT,
}


class Resident(StrEnum):
    """The parts that are not duties."""

    ANONYMOUS = "anonymous"
    VERIFIED = "resident"
    PENDING = "pending_resident"


_LIST = "姓名,手机\n陈阿婆,13800000001\n".encode()
PARTS: tuple[str, ...] = (*Resident, *Role)

# Where the ids of each path parameter are, and which of them the fuzzer may be told of.
IDS = {
    "absence_id": "SELECT id FROM caregiver_absences",
    "account_id": "SELECT id FROM accounts WHERE username LIKE 'fuzzed%'",
    "activity_id": "SELECT id FROM activities",
    "alarm_id": "SELECT id FROM care_alarms",
    "amendment_id": "SELECT id FROM care_amendments",
    "anomaly_id": "SELECT id FROM care_anomalies",
    "assessment_id": "SELECT id FROM care_assessments",
    "booking_id": "SELECT id FROM bookings",
    "caregiver_id": "SELECT id FROM caregivers",
    "check_id": "SELECT id FROM content_checks ORDER BY state <> 'in_review', id",
    "closure_id": "SELECT id FROM room_closures",
    "code": "SELECT code FROM regions",
    "complaint_id": "SELECT id FROM care_complaints",
    "consent_id": "SELECT id FROM consents",
    "contract_id": "SELECT id FROM care_contracts",
    "copy_id": "SELECT id FROM personal_copies",
    "device_id": "SELECT id FROM care_devices",
    "duplicate_id": "SELECT id FROM possible_duplicates",
    "duty_id": "SELECT d.id FROM account_duties d JOIN accounts a ON a.id = d.account_id"
    " WHERE a.username LIKE 'fuzzed%'",
    "elder_id": "SELECT id FROM residents ORDER BY id NOT IN (SELECT elder_id FROM care_doors), id",
    "entitlement_id": "SELECT id FROM care_entitlements ORDER BY status <> 'publicised', id",
    "correction_id": "SELECT id FROM time_corrections ORDER BY owed DESC",
    "entry_id": "SELECT id FROM waitlist_entries",
    "export_id": "SELECT id FROM exports",
    "facility_id": "SELECT id FROM care_facilities",
    "file_id": "SELECT id FROM files",
    "finding_id": "SELECT id FROM care_inspection_findings ORDER BY inspection_id",
    "home_id": "SELECT id FROM homes",
    "hours_id": "SELECT id FROM volunteer_hours ORDER BY id DESC",
    "household_id": "SELECT id FROM households",
    "identity_id": "SELECT id FROM account_identities",
    "import_id": "SELECT id FROM imports",
    "inspection_id": "SELECT id FROM care_inspections ORDER BY id",
    "line_id": "SELECT id FROM care_settlement_lines",
    "link_id": "SELECT id FROM calendar_links",
    "member_id": "SELECT id FROM organisation_members",
    "merge_id": "SELECT id FROM merges",
    "message_id": "SELECT id FROM inbox_messages",
    "notice_id": "SELECT id FROM notices ORDER BY id DESC",
    "objection_id": "SELECT id FROM care_objections",
    "organisation_id": "SELECT id FROM organisations ORDER BY kind <> 'operator'",
    "owner_id": "SELECT id FROM organisations WHERE kind = 'department'",
    "plan_id": "SELECT id FROM care_plans ORDER BY status",
    "programme_id": "SELECT id FROM organisation_programmes",
    "proxy_id": "SELECT id FROM proxies",
    "rating_id": "SELECT id FROM organisation_ratings",
    "region_code": "SELECT code FROM regions",
    "request_id": "SELECT id FROM care_requests",
    "resident_id": "SELECT id FROM residents",
    "room_id": "SELECT id FROM living_rooms",
    "round_id": "SELECT id FROM care_rounds",
    "roster_id": "SELECT id FROM care_duty_rosters",
    "scheme_code": "SELECT code FROM care_subsidy_schemes",
    "schedule_id": "SELECT id FROM care_schedules",
    "scheme_id": "SELECT id FROM care_subsidy_schemes",
    "score_id": "SELECT id FROM care_performance_scores",
    "series_id": "SELECT id FROM booking_series",
    "service_id": "SELECT id FROM care_services",
    "settlement_id": "SELECT id FROM care_settlements",
    "social_id": "SELECT id FROM organisations WHERE kind = 'social'",
    "tag_code": "SELECT code FROM tags",
    "sending_id": "SELECT id FROM sendings ORDER BY status",
    "tag_id": "SELECT id FROM resident_tags",
    "visit_id": "SELECT id FROM care_visits ORDER BY id DESC",
    "voucher_id": "SELECT id FROM care_vouchers ORDER BY drawn DESC",
    "wait_id": "SELECT id FROM activity_waits ORDER BY status <> 'offered'",
    "welfare_visit_id": "SELECT id FROM care_welfare_visits",
}
# Other names under which the same ids are asked for, in bodies and query strings.
ALSO_CALLED = {
    "living_room_id": "room_id",
    "parent_code": "code",
    "householder_id": "resident_id",
    "for_resident_id": "resident_id",
    "from_resident_id": "resident_id",
    "to_resident_id": "resident_id",
    "stands_in_for": "account_id",
    "successor_id": "contract_id",
}


class World:
    """Made once for a run; logins are made for one part at a time."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.house: House = house_of(app)

    def tokens(self, part: str) -> list[str]:
        """Logins of some fresh accounts that play this part; none for who is anonymous."""
        if part == Resident.ANONYMOUS:
            return []

        def make(work: UnitOfWork) -> list[str]:
            players = [_player(work, part) for _ in range(ACCOUNTS_A_ROLE)]
            logins = [login(work, player.id) for player in players * LOGINS_AN_ACCOUNT]
            return [each["access_token"] for each in logins]

        return list(self._in_work(make))

    def client(self, part: str) -> ApiClient:
        return ApiClient(self.app, self.tokens(part)[0])

    def seed(self) -> None:
        """Make at least one thing of each kind, through the API wherever it can be done there."""
        self._in_work(_make_people)
        self._in_work(_make_care)
        self._in_work(_make_activities)
        self._in_work(_make_checks)
        self._in_work(
            lambda work: [room(work, week=ALWAYS, advance_days=30, active_quota=1000) for _ in range(2)]
        )
        self._in_work(_make_notices)
        self._in_work(lambda work: [dead_letter(work, resident_account(work).id) for _ in range(5)])
        _make_things(self)
        while deliveries.deliver_due(self.house):
            pass

    def seeded(self) -> dict[str, list[str]]:
        """What there is to find now, by the name of the parameter that takes it: ids, and times that suit the rooms."""
        with self.house.engine.connect() as connection:
            ids = {name: [str(each) for each in connection.scalars(text(ask))] for name, ask in IDS.items()}
        values = {name: found[:200] for name, found in ids.items() if found}
        values |= {name: values[known] for name, known in ALSO_CALLED.items() if known in values}
        return values | _times(self.house.clock.now())

    def social_id(self) -> UUID:
        """A social organisation: others have no members."""
        social = select(Organisation.id).where(Organisation.kind == OrganisationKind.SOCIAL)
        return UUID(str(self._in_work(lambda work: work.session.scalars(social).first())))

    def _in_work(self, do: Any) -> Any:
        with self.app.app_context():
            return run_in_work(self.house, do)


def _player(work: UnitOfWork, part: str) -> Account:
    if part == Resident.VERIFIED:
        return resident_account(work, resident(work).id)
    if part == Resident.PENDING:
        return resident_account(work, resident(work, status=ResidentStatus.PENDING).id)
    role = Role(part)
    if role in REGION_OF_ROLE:
        return staff(work, role, REGION_OF_ROLE[role])
    if role is Role.CAREGIVER:
        return _caregiver(work)
    if role in ORGANISATION_ROLES:
        return staff(work, role, organisation_id=_operator_id(work))
    return staff(work, role)


def _caregiver(work: UnitOfWork) -> Account:
    """Somebody who has visits to make today."""
    operator = work.session.get_one(Organisation, _operator_id(work))
    account = staff(work, Role.CAREGIVER, organisation_id=operator.id)
    theirs = (care.caregiver(work, operator, account=account),)
    for number in range(6):
        begins = local(work.now).replace(hour=8, minute=0, second=0, microsecond=0)
        proofs.scene(work, operator, caregivers=theirs, starts_at=begins + timedelta(hours=2 * number))
    _make_rounds(work, operator, local_date(work.now), *theirs)
    return account


def _operator_id(work: UnitOfWork) -> UUID:
    """The operator for whom everybody works who works for one."""
    first = select(Organisation.id).where(Organisation.kind == OrganisationKind.OPERATOR)
    return work.session.scalars(first.order_by(Organisation.id)).first() or care.operator(work).id


def _make_checks(work: UnitOfWork) -> None:
    """What residents have written, most of it still to be looked at."""
    for _ in range(20):
        content_checks.check(work, resident_account(work, resident(work).id))


def _make_schedules(work: UnitOfWork, ours: Organisation) -> None:
    for outcome in (RunStatus.DONE, RunStatus.DONE, RunStatus.DONE, RunStatus.CANCELLED, RunStatus.FAILED):
        care_schedules.schedule(work, ours, status=outcome)


def _make_care(work: UnitOfWork) -> None:
    """What care stands on, for two operators."""
    services = [care.service(work) for _ in range(3)]
    for number in range(2):
        operator = care.operator(work)
        care.contract(work, operator, prices={each.id: 8000 + number for each in services})
        for _ in range(3):
            care.absence(work, care.caregiver(work, operator, skills=("bathing",)))
    for status in AssessmentStatus:
        elder = resident(work)
        consent(work, elder, ConsentPurpose.HEALTH_DATA)
        assessments.assessment(work, elder, status=status)
    for kind in SecretKind:
        doors.secret(work, doors.door(work, resident(work)), kind)
    care.scheme(work)
    for state in RequestStatus:
        asked = care_requests.request(work, resident(work), services, status=state)
        if state is RequestStatus.ASSIGNED:
            care_plans.item(work, care_plans.plan(work, asked, status=PlanStatus.DRAFT), services[0])
    ours = work.session.get_one(Organisation, _operator_id(work))
    for told in ComplaintStatus:
        care_complaints.complaint(work, resident(work), ours, status=told)
    for grade in RiskGrade:
        welfare.visit(work, resident(work), grade=grade)
    _make_schedules(work, ours)
    for kind in AlarmKind:
        alarms.alarm(work, resident(work), kind)
        alarms.device(work, resident(work))
        alarms.duty(work, staff(work, Role.STREET_STAFF, STREET))
    _make_entitlements(work)
    _make_settlements(work, ours)
    _make_visits(work, ours)
    _make_performance(work, ours)


def _make_notices(work: UnitOfWork) -> None:
    """Drafts and published notices to a grid, a community and all, some to be confirmed or to reach each household."""
    for place in (GRID, COMMUNITY, DISTRICT):
        for publish in (False, True):
            notices.notice(work, [place], publish=publish, is_public=True)
            notices.notice(work, [place], publish=publish, needs_confirmation=True, audience=["volunteer"])
        warned = reaching.warning(work, [place])
        for step in (None, *Step):
            reaching.to_reach(work, warned, resident(work, GRID, phone="+8613812340000"), step)


def _make_activities(work: UnitOfWork) -> None:
    """Activities in every state, with places, waits, offers and somebody who was there."""
    for state in ActivityStatus:
        activities.activity(work, status=state)
    for _ in range(3):
        small = activities.activity(work, capacity=2)
        activities.attended(work, resident(work), small)
        activities.offered(work, resident(work), small)
        activities.wait(work, resident(work), small)


def _make_settlements(work: UnitOfWork, ours: Organisation) -> None:
    for is_submitted in (True, True, True, False, False):
        settlements.settled(work, ours, is_submitted=is_submitted)


def _make_entitlements(work: UnitOfWork) -> None:
    """Applications in every state, some publicised with an objection, of schemes of their own; some of a voucher used."""
    for step in EntitlementStatus:
        entitlements.entitlement(work, resident(work), status=step)
    for drawn in (0, 120):
        granted = entitlements.entitlement(work, resident(work), status=EntitlementStatus.GRANTED)
        vouchers.voucher(work, granted, drawn=drawn)
    for _ in range(3):
        publicised = entitlements.entitlement(work, resident(work), status=EntitlementStatus.PUBLICISED)
        entitlements.objection(work, publicised)


def _make_performance(work: UnitOfWork, operator: Organisation) -> None:
    """Months of some contracts that are closed, some with an appeal, and inspections with what was found."""
    for number in range(4):
        theirs = care.contract(work, operator)
        row = care_performance.score(work, theirs, visit=cared(work, theirs, care.service(work)).visit(work))
        if number % 2:
            care_performance.appeal(work, row)
        for status in FindingStatus:
            care_performance.finding(work, care_performance.inspection(work, theirs), status=status)


def _make_visits(work: UnitOfWork, operator: Organisation) -> None:
    """Visits with all that can be said of them, and rounds that serve several."""
    for kind in AnomalyKind:
        scene = proofs.scene(work, care.operator(work))
        proofs.scene(work, scene.operator)
        proofs.photo(work, proofs.done(work, scene), scene.caregiver.account_id)
        proofs.amendment(work, scene.visit, scene.caregiver)
        proofs.anomaly(work, scene.visit, scene.caregiver, kind)
    for mode in (Mode.DELIVERY_ROUND, Mode.CENTRE_SESSION):
        guests = [cared(work, care.contract(work, operator), care.service(work, mode=mode)) for _ in range(2)]
        rounds.join(work, [guest.visit(work).id for guest in guests])
    # The newest are those of whom the fuzzers plan for.
    theirs = care.contract(work, work.session.get_one(Organisation, _operator_id(work)))
    for _ in range(4):
        cared(work, theirs, care.service(work)).visit(work)
    for _ in range(5):
        _make_rounds(work, operator, local_date(work.now) + timedelta(days=1))


def _make_rounds(work: UnitOfWork, operator: Organisation, day: date, *makers: Caregiver) -> None:
    """A delivery round and a session of an evening, each for some elders, given to these caregivers."""
    for mode, window in ((Mode.DELIVERY_ROUND, (1230, 1290)), (Mode.CENTRE_SESSION, (1320, 1410))):
        contract, service = care.contract(work, operator), care.service(work, mode=mode, minutes=30)
        visits = [cared(work, contract, service, window=window).visit(work, on=day) for _ in range(3)]
        rounds.join(work, [each.id for each in visits])
        row = work.session.get_one(Round, visits[0].round_id)
        assign_round(work, row, [each.id for each in makers], beyond_shift=True)


def _make_people(work: UnitOfWork) -> None:
    elder = resident(work, phone="+8613812345678", id_number="330211194001011022")
    proxy(work, elder, resident_account(work, resident(work).id))
    for number in range(5):
        home = homes.home(work, room=f"{number}01")
        homes.living(work, resident(work), home, relation=Relation.HOUSEHOLDER)
        resident(work, status=ResidentStatus.PENDING)
        staff(work, Role.CAREGIVER, organisation_id=organisation(work).id, username=f"fuzzed{number}")
        tag(
            work,
            elder,
            valid_from=local_date(work.now) + timedelta(days=number),
            valid_until=local_date(work.now) + timedelta(days=number),
        )
    for _ in range(3):
        hours(work, elder, 60)
        claim(work, resident(work))
    choir = organisation(work)
    rating(work, choir)
    programme(work, choir)
    one, other, *two = (resident(work) for _ in range(4))
    merging.note_possible_duplicate(work, one.id, other.id, DuplicateReason.SAME_NAME_AND_HOME)
    merging.merge(work, two[0].id, other_id=two[1].id)


def _make_things(world: World) -> None:
    """Bookings in several states, a series, a closure, a wish, a link, a file, a member, a grid."""
    values = world.seeded()
    worker, somebody, officer = (
        world.client(part) for part in (Role.COMMUNITY_WORKER, Resident.VERIFIED, Role.DISTRICT_STAFF)
    )
    first_room, second_room = values["room_id"][:2]
    starts, ends = values["starts_at"], values["ends_at"]
    booking = {"living_room_id": first_room, "purpose": "recreation", "headcount": 4}
    for client, starts_at, ends_at in zip([somebody] * 4 + [worker] * 4, starts, ends, strict=False):
        _made(client.post("/bookings", {**booking, "starts_at": starts_at, "ends_at": ends_at}))
    weekly = {**booking, "living_room_id": second_room, "starts_at": starts[0], "ends_at": ends[0]}
    _made(
        somebody.post("/bookings", {**weekly, "repeat": {"every": "week", "times": 2, "on_conflict": "skip"}})
    )
    wish = {
        "living_room_id": first_room,
        "starts_at": starts[0],
        "ends_at": ends[2],
        "minutes": 60,
        "headcount": 4,
    }
    _made(somebody.post("/waitlist", wish))
    _made(somebody.post("/consents", {"purpose": "photos", "text_version": 1}))
    _made(somebody.post("/residents/me/export"))
    _made(worker.post("/residents/import", data={"file": (BytesIO(_LIST), "list.csv")}))
    _made(worker.post("/residents/export", {}))
    closing = {"starts_at": starts[-1], "ends_at": ends[-1], "reason": "检修"}
    _made(worker.post(f"/living-rooms/{second_room}/closures", closing))
    _made(worker.post(f"/living-rooms/{first_room}/screen-token", {}))
    _made(worker.post("/calendar-links", {"kind": "room", "living_room_id": first_room}))
    _made(worker.post("/regions", {"parent_code": COMMUNITY, "level": "grid", "name": "第二网格"}))
    social = values["social_id"][0]
    _made(officer.post(f"/organisations/{social}/members", {"resident_id": values["resident_id"][0]}))


def _made(answer: Any) -> None:
    if answer.status_code >= 300:
        raise RuntimeError(f"the world could not be made: {answer.request.path} {answer.text}")


def _times(now: datetime) -> dict[str, list[str]]:
    """Half hours of the coming days, in pairs that make bookable stretches more often than not."""
    noon = at_local(local(now).date() + timedelta(days=1)) + timedelta(hours=12)
    starts = [noon + timedelta(days=number % 5, hours=2 * (number // 5)) for number in range(20)]
    days = [(local(now) + timedelta(days=number)).date().isoformat() for number in (0, 1, 7)]
    return {
        "starts_at": [local(start).isoformat() for start in starts],
        "ends_at": [local(start + timedelta(hours=1)).isoformat() for start in starts],
        "date": days,
        "from": days[:2],
        "to": days[1:],
        "on": days,
        "moved_in_on": days[:1],
        "moved_out_on": days[:1],
        "died_on": days[:1],
    }
