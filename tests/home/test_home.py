"""The first screen: what concerns a person now, of others only where one acts for them, in few statements."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from service.accounts.models import Account
from service.elderly_care.plans.rules import PlanStatus, VersionStatus
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.visits.rules import VisitStatus
from service.events.activities.models import SignUp
from service.events.activities.rules import ActivityStatus, SignUpEnd, SignUpStatus, code_told
from service.home import rules
from service.kit import shown_codes
from service.kit.actor import Role
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.rules import BookingStatus
from service.living_rooms.rooms.actions import claim_grains
from service.living_rooms.rooms.models import LivingRoom
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import (
    accounts,
    activities,
    care,
    care_plans,
    care_requests,
    cared,
    living_rooms,
    notices,
    regions,
    residents,
    tags,
)
from tests.factories.regions import OTHER_COMMUNITY
from tests.factories.waitlist import booked, wish
from tests.statements import statements

MOST_STATEMENTS = 6


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="陈阿婆")


@pytest.fixture
def daughter(work: UnitOfWork) -> Account:
    return accounts.resident_account(work, residents.resident(work, name="陈小妹").id)


@pytest.fixture
def home_of(app: Flask, work: UnitOfWork) -> Callable[[Account], dict[str, Any]]:
    def read(account: Account) -> dict[str, Any]:
        answer = accounts.client_of(app, work, account).get("/home")
        assert answer.status_code == 200, answer.json
        told: dict[str, Any] = answer.json  # type: ignore[assignment]
        return told

    return read


Home = Callable[[Account], dict[str, Any]]


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


def own_account(work: UnitOfWork, resident: Resident) -> Account:
    return accounts.resident_account(work, resident.id)


def ids(told: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in told]


def test_the_next_bookings_are_those_that_stand_and_are_not_over_the_nearest_first(
    work: UnitOfWork, home_of: Home, elder: Resident, room: LivingRoom, clock: StoppedClock
) -> None:
    now_on, later, *more = (
        booked(work, room, clock.today_at(at, days=days), resident=elder)
        for at, days in (("08:30", 0), ("14:00", 0), ("09:00", 1), ("09:00", 2))
    )
    booked(work, room, clock.today_at("08:00", days=-1), resident=elder)
    booked(work, room, clock.today_at("16:00"), resident=elder, status=BookingStatus.CANCELLED)

    told = home_of(own_account(work, elder))

    assert ids(told["bookings"]) == [str(each.id) for each in (now_on, later, more[0])]
    assert told["bookings"][0]["living_room_name"] == room.name


def test_time_that_is_held_for_a_wish_is_an_offer_until_it_runs_out(
    work: UnitOfWork, home_of: Home, elder: Resident, room: LivingRoom, clock: StoppedClock
) -> None:
    starts_at, ends_at = clock.today_at("14:00"), clock.today_at("15:00")
    offer = {
        "status": WaitlistState.OFFERED,
        "offered_room_id": room.id,
        "offered_starts_at": starts_at,
        "offered_ends_at": ends_at,
    }
    held = wish(
        work, elder, room, starts_at, ends_at, offer_expires_at=clock.now() + timedelta(minutes=5), **offer
    )
    account = own_account(work, elder)

    [told] = home_of(account)["offers"]
    clock.move(minutes=6)
    afterwards = home_of(account)["offers"]

    assert (told["kind"], told["id"], told["name"]) == ("living_room_time", str(held.id), room.name)
    assert told["resident_id"] == str(elder.id)
    assert afterwards == []


def test_activities_to_which_one_goes_and_places_that_are_held(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    later, sooner = (activities.activity(work, clock.today_at("10:00", days=days)) for days in (3, 1))
    activities.sign_up(work, elder, later)
    activities.sign_up(work, elder, sooner)
    activities.activity(work)
    wished = activities.activity(work, title="包粽子")
    activities.offered(work, elder, wished)

    told = home_of(own_account(work, elder))

    assert ids(told["activities"]) == [str(sooner.id), str(later.id)]
    [offer] = told["offers"]
    assert (offer["kind"], offer["activity_id"], offer["name"]) == (
        "activity_place",
        str(wished.id),
        "包粽子",
    )


def test_visits_requests_and_plans_to_agree_to(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    operator = care.operator(work)
    contract, service = care.contract(work, operator), care.service(work)
    visit = cared.cared(work, contract, service, elder=elder).visit(work)
    open_request = care_requests.request(work, elder, [service])
    care_requests.request(work, elder, [service], status=RequestStatus.REJECTED)
    asked = care_requests.request(work, elder, [service], status=RequestStatus.ASSIGNED, contract=contract)
    plan = care_plans.plan(work, asked, status=PlanStatus.OFFERED)
    care_plans.version(work, plan)

    told = home_of(own_account(work, elder))

    assert ids(told["visits"]) == [str(visit.id)]
    assert told["visits"][0]["service_name"] == service.name
    assert set(ids(told["requests"])) == {str(open_request.id), str(asked.id)}
    assert [(each["kind"], each["id"]) for each in told["offers"]] == [("care_plan", str(plan.id))]


def test_notices_that_stand_above_others_and_those_not_read_yet(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    account = own_account(work, elder)
    client = accounts.client_of(app, work, account)
    pinned = notices.notice(work, title="台风预警", pin_until=clock.now() + timedelta(days=2))
    read, unread = notices.notice(work, title="看过的"), notices.notice(work, title="没看的")
    notices.notice(work, [OTHER_COMMUNITY], title="别处的")
    for each in (pinned, read):
        assert client.post(f"/notices/{each.id}/read").status_code == 200

    told = home_of(account)["notices"]

    assert [each["title"] for each in told] == ["没看的", "台风预警"]
    assert (told[0]["read_at"], told[1]["read_at"] is not None) == (None, True)
    assert told[0]["id"] == str(unread.id)


def test_what_waits_for_oneself_and_the_elder_stands_there_once_until_both_have_read_it(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, daughter: Account, clock: StoppedClock
) -> None:
    residents.proxy(work, elder, daughter, ["notices"])
    own_id, elder_id = str(daughter.resident_id), str(elder.id)
    old = notices.notice(work, title="停水")
    clock.move(minutes=1)
    work.now = clock.now()
    pinned = notices.notice(work, title="台风", pin_until=clock.now() + timedelta(days=2))
    client = accounts.client_of(app, work, daughter)

    def shown() -> list[tuple[str, set[str], bool]]:
        told = home_of(daughter)["notices"]
        return [(each["title"], set(each["resident_ids"]), each["read_at"] is not None) for each in told]

    assert shown() == [("台风", {own_id, elder_id}, False), ("停水", {own_id, elder_id}, False)]
    client.post(f"/notices/{old.id}/read")
    assert shown()[1:] == [("停水", {elder_id}, False)]
    client.post(f"/notices/{old.id}/read", {"resident_id": elder.id})
    client.post(f"/notices/{pinned.id}/read", {"resident_id": elder.id})
    assert shown() == [("台风", {own_id}, False)]
    client.post(f"/notices/{pinned.id}/read")
    assert shown() == [("台风", {own_id, elder_id}, True)]


def test_however_much_was_read_what_was_not_stands_first_and_is_counted(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    account = own_account(work, elder)
    client = accounts.client_of(app, work, account)
    oldest = notices.notice(work, title="没看的")
    pinned = [notices.notice(work, pin_until=clock.now() + timedelta(days=2)) for _ in range(6)]
    for each in (*pinned, *(notices.notice(work) for _ in range(21))):
        assert client.post(f"/notices/{each.id}/read").status_code == 200

    told = home_of(account)

    assert ids(told["notices"]) == [str(each.id) for each in (oldest, *reversed(pinned[-4:]))]
    assert told["unread_notices"] == 1


def test_of_many_unread_notices_the_first_are_shown_and_how_many_there_are(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    account = own_account(work, elder)
    numbers = []
    for made in (rules.MOST_NOTICES, 1, rules.MOST_UNREAD):
        for _ in range(made):
            notices.notice(work)
        told = home_of(account)
        numbers.append((len(told["notices"]), told["unread_notices"]))

    assert numbers == [(5, 5), (5, 6), (5, 20)]


def test_what_all_have_read_is_confirmed_once_all_have_confirmed_it(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, daughter: Account, clock: StoppedClock
) -> None:
    residents.proxy(work, elder, daughter, ["notices"])
    pinned = notices.notice(work, pin_until=clock.now() + timedelta(days=2), needs_confirmation=True)
    client = accounts.client_of(app, work, daughter)
    for act, body in (("read", {}), ("confirm", {"resident_id": elder.id})):
        assert client.post(f"/notices/{pinned.id}/{act}", body).status_code == 200

    [before] = home_of(daughter)["notices"]
    client.post(f"/notices/{pinned.id}/confirm")
    [afterwards] = home_of(daughter)["notices"]

    assert set(before["resident_ids"]) == {str(elder.id), str(daughter.resident_id)}
    assert (before["read_at"] is not None, before["confirmed_at"]) == (True, None)
    assert afterwards["confirmed_at"] is not None


@pytest.mark.parametrize(
    ("scopes", "sees_bookings", "sees_care", "sees_notices"),
    [
        (["booking"], True, False, False),
        (["care"], False, True, False),
        (["notices"], False, False, True),
    ],
)
def test_of_an_elder_one_sees_only_in_what_one_acts_for_them(
    work: UnitOfWork,
    home_of: Home,
    elder: Resident,
    daughter: Account,
    room: LivingRoom,
    clock: StoppedClock,
    scopes: list[str],
    sees_bookings: bool,
    sees_care: bool,
    sees_notices: bool,
) -> None:
    residents.proxy(work, elder, daughter, scopes)
    tags.tag(work, elder, "volunteer")
    notices.notice(work, audience=["volunteer"])
    booked(work, room, clock.today_at("14:00"), resident=elder)
    care_requests.request(work, elder, [care.service(work)])

    told = home_of(daughter)

    assert (bool(told["bookings"]), bool(told["requests"])) == (sees_bookings, sees_care)
    assert [each["resident_ids"] for each in told["notices"]] == [[str(elder.id)]] * sees_notices
    assert [(each["name"], each["scopes"]) for each in told["people"]] == [
        ("陈小妹", None),
        ("陈阿婆", scopes),
    ]


def test_a_stranger_and_staff_see_nothing_of_anybody(
    work: UnitOfWork, home_of: Home, elder: Resident, daughter: Account, room: LivingRoom, clock: StoppedClock
) -> None:
    booked(work, room, clock.today_at("14:00"), resident=elder)
    care_requests.request(work, elder, [care.service(work)])
    nothing: dict[str, list[Any]] = {
        "activities": [],
        "notices": [],
        "bookings": [],
        "visits": [],
        "requests": [],
        "offers": [],
        "tasks": [],
        "unread_notices": 0,
    }

    stranger = home_of(daughter)
    worker = home_of(accounts.staff(work, Role.DISTRICT_STAFF, "330211"))

    assert stranger | nothing == stranger
    assert worker == nothing | {"people": []}


def test_one_call_takes_few_statements_however_much_there_is(
    app: Flask,
    work: UnitOfWork,
    connection: Connection,
    elder: Resident,
    daughter: Account,
    room: LivingRoom,
    clock: StoppedClock,
) -> None:
    for number in range(4):
        other = residents.resident(work)
        residents.proxy(work, other, daughter, ["booking", "care", "notices"])
        booked(work, room, clock.today_at(f"{10 + number}:00"), resident=other)
        care_requests.request(work, other, [care.service(work)])
        notices.notice(work)
        activities.sign_up(work, other, activities.activity(work))
    client: ApiClient = accounts.client_of(app, work, daughter)

    for _ in ("the first time", "and once all is prepared"):
        with statements(connection) as sent:
            client.get("/home")
        assert len(sent) <= MOST_STATEMENTS, sent


def test_of_activities_only_those_to_come_that_stand_and_to_which_one_goes(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    to_come, over, off, given_back = (
        activities.activity(work, clock.today_at("10:00", days=days)) for days in (4, 1, 5, 6)
    )
    for each in (to_come, over, off, given_back):
        activities.sign_up(work, elder, each)
    account = own_account(work, elder)
    before = ids(home_of(account)["activities"])

    # As if the clock had not come by yet, and the news not been delivered.
    off.status = ActivityStatus.CANCELLED
    row = work.session.query(SignUp).filter_by(activity_id=given_back.id).one()
    row.status, row.ended_by = SignUpStatus.CANCELLED, SignUpEnd.HOLDER
    work.session.flush()
    clock.move_to(over.ends_at)
    work.now = clock.now()

    assert before == [str(each.id) for each in (over, to_come, off)]
    assert ids(home_of(account)["activities"]) == [str(to_come.id)]


def test_a_place_is_an_offer_while_it_is_held_and_not_before(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    full, wished = activities.activity(work, capacity=1), activities.activity(work)
    activities.sign_up(work, residents.resident(work), full)
    activities.wait(work, elder, full)
    wait_id = activities.offered(work, elder, wished)
    account = own_account(work, elder)

    held = ids(home_of(account)["offers"])
    clock.move(minutes=wished.offer_minutes)
    work.now = clock.now()

    assert held == [str(wait_id)]
    assert home_of(account)["offers"] == []


def test_a_place_that_is_held_is_no_offer_once_the_activity_is_called_off(
    work: UnitOfWork, home_of: Home, elder: Resident
) -> None:
    wished = activities.activity(work)
    activities.offered(work, elder, wished)
    # As if the news had not been delivered yet.
    wished.status = ActivityStatus.CANCELLED
    work.session.flush()

    assert home_of(own_account(work, elder))["offers"] == []


def test_what_is_offered_is_taken_with_the_id_that_the_first_screen_tells(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, daughter: Account, room: LivingRoom
) -> None:
    residents.proxy(work, elder, daughter, ["booking"])
    wished = activities.activity(work)
    activities.offered(work, elder, wished)
    starts_at = work.now + timedelta(days=1, hours=5)
    held = {"offered_room_id": room.id, "offered_starts_at": starts_at, "status": WaitlistState.OFFERED}
    ends_at = starts_at + timedelta(hours=1)
    held |= {"offered_ends_at": ends_at, "offer_expires_at": work.now + timedelta(minutes=5)}
    entry = wish(work, elder, room, starts_at, ends_at, **held)
    claim_grains(work, room.id, starts_at, ends_at, 0, waitlist_entry_id=entry.id)
    client = accounts.client_of(app, work, daughter)
    addresses = {"living_room_time": "/waitlist", "activity_place": "/activities/waitlist"}

    offers = home_of(daughter)["offers"]
    answers = [client.post(f"{addresses[each['kind']]}/{each['id']}/accept", {}) for each in offers]

    assert [each["living_room_id"] or each["activity_id"] for each in offers] == [
        str(room.id),
        str(wished.id),
    ]
    assert [each.status_code for each in answers] == [200, 200], [each.json for each in answers]
    afterwards = home_of(daughter)
    assert (len(afterwards["bookings"]), ids(afterwards["activities"])) == (1, [str(wished.id)])


def test_who_has_checked_in_still_sees_the_activity_until_it_is_over(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    coming = activities.activity(work, work.now + timedelta(minutes=30))
    activities.sign_up(work, elder, coming)
    account = own_account(work, elder)
    code = shown_codes.present_code(work, code_told(coming.id), "").code

    answer = accounts.client_of(app, work, account).post(f"/activities/{coming.id}/check-in", {"code": code})
    [told] = home_of(account)["activities"]
    clock.move_to(coming.ends_at)
    work.now = clock.now()

    assert answer.status_code == 200, answer.json
    assert (told["id"], told["status"]) == (str(coming.id), "attended")
    assert home_of(account)["activities"] == []


def test_of_visits_only_those_that_are_to_come(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    contract, service = care.contract(work, care.operator(work)), care.service(work)
    served = cared.cared(work, contract, service, elder=elder)
    today = clock.now().date()
    visit = served.visit(work, on=today)
    served.visit(work, on=today + timedelta(days=1), status=VisitStatus.MISSED)
    account = own_account(work, elder)

    told = home_of(account)
    clock.move_to(clock.today_at("18:00"))
    work.now = clock.now()
    afterwards = home_of(account)

    assert ids(told["visits"]) == [str(visit.id)]
    assert afterwards["visits"] == []


def test_a_visit_is_next_by_when_it_is_made_also_where_the_elder_agreed_to_another_time_of_the_day(
    work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    contract, service = care.contract(work, care.operator(work)), care.service(work)
    served = cared.cared(work, contract, service, elder=elder, window=(480, 600))
    today, tomorrow = clock.now().date(), clock.now().date() + timedelta(days=1)
    late, early = served.visit(work, on=today), served.visit(work, on=tomorrow)
    late.starts_at, late.ends_at = clock.today_at("19:00"), clock.today_at("20:00")
    other = cared.cared(work, contract, service, elder=elder, window=(420, 1080)).visit(work, on=tomorrow)
    other.starts_at, other.ends_at = clock.today_at("17:00", days=1), clock.today_at("18:00", days=1)
    clock.move_to(clock.today_at("12:00"))
    work.now = clock.now()
    work.session.flush()

    told = home_of(own_account(work, elder))

    assert ids(told["visits"]) == [str(each.id) for each in (late, early, other)]


def test_an_elder_who_has_agreed_twice_is_there_once_in_all_matters(
    work: UnitOfWork, home_of: Home, elder: Resident, daughter: Account, room: LivingRoom, clock: StoppedClock
) -> None:
    by_number = residents.proxy(work, elder, daughter, ["booking", "notices"])
    by_number.elder_lookup = b"her ID number"
    work.session.flush()
    residents.proxy(work, elder, daughter, ["care", "notices"])
    booked(work, room, clock.today_at("14:00"), resident=elder)
    care_requests.request(work, elder, [care.service(work)])
    notices.notice(work, [regions.GRID], audience=["volunteer"])
    tags.tag(work, elder, "volunteer")
    elder.region_code = regions.GRID
    work.session.flush()

    told = home_of(daughter)

    assert [set(each["scopes"] or []) for each in told["people"]] == [set(), {"booking", "care", "notices"}]
    assert [len(told[kind]) for kind in ("bookings", "requests", "notices")] == [1, 1, 1]
    assert told["notices"][0]["resident_ids"] == [str(elder.id)]


def test_what_was_answered_waits_for_no_word(
    app: Flask, work: UnitOfWork, home_of: Home, elder: Resident, clock: StoppedClock
) -> None:
    account = own_account(work, elder)
    wait_id = activities.offered(work, elder, activities.activity(work))
    contract, service = care.contract(work, care.operator(work)), care.service(work)
    asked = care_requests.request(work, elder, [service], status=RequestStatus.ASSIGNED, contract=contract)
    version = care_plans.version(work, care_plans.plan(work, asked, status=PlanStatus.OFFERED))
    before = {each["kind"] for each in home_of(account)["offers"]}

    accounts.client_of(app, work, account).post(f"/activities/waitlist/{wait_id}/decline")
    version.status = VersionStatus.DECLINED
    work.session.flush()

    assert before == {"activity_place", "care_plan"}
    assert home_of(account)["offers"] == []
