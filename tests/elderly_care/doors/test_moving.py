"""An elder moves: the former home's door, and what hangs there, are theirs no more."""

from datetime import date, datetime, timedelta

import pytest

from service.elderly_care.doors import queries, rules
from service.elderly_care.doors.rules import CodeVerdict, Half, SecretKind
from service.elderly_care.rules import Point
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.homes import actions
from service.residents.homes.models import Home
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import doors, homes, regions, residents

THERE = {"latitude": 29.96, "longitude": 121.7, "coordinate_system": "WGS-84"}
LEFT_BEHIND = "老人搬家，请重新登记门的位置"


@pytest.fixture
def keeper(as_staff: Speak) -> ApiClient:
    """A worker of the street, who keeps the records of its communities."""
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture
def home(work: UnitOfWork, elder: Resident, timetable: Timetable) -> Home:
    """Where the elder lives, as everybody has heard."""
    made = homes.home(work)
    homes.living(work, elder, made)
    timetable.deliver()
    return made


def move(keeper: ApiClient, elder: Resident, room: str) -> None:
    wanted = {"home": {"region_code": regions.GRID, "room": room}, "moved_in_on": "2026-03-01"}
    moved = keeper.post(f"/residents/{elder.id}/move", wanted)
    assert moved.status_code == 200, moved.json


def place_of(work: UnitOfWork, elder: Resident) -> Point | None:
    work.session.expire_all()
    return queries.places_of(work, [elder.id]).get(elder.id)


def proved(work: UnitOfWork, elder: Resident, code: str, at: datetime) -> CodeVerdict:
    return queries.code_verdict(work, queries.door(work, elder.id), code, at)


def told(client: ApiClient) -> list[str]:
    return [each["title"] for each in client.get("/inbox").json["items"]]


@pytest.mark.usefixtures("home")
def test_next_door_is_another_door_and_who_hangs_codes_there_is_told(
    work: UnitOfWork, elder: Resident, keeper: ApiClient, worker: ApiClient, timetable: Timetable
) -> None:
    doors.door(work, elder, allowance_m=60)

    move(keeper, elder, room="302")
    timetable.deliver()

    seen = worker.get(f"/care/doors/{elder.id}").json
    assert (seen["place"], seen["source"], seen["placed_at"], seen["allowance_m"]) == (None, None, None, 0)
    assert LEFT_BEHIND in told(worker)


@pytest.mark.usefixtures("home")
def test_the_sheet_at_the_former_door_proves_what_was_before_and_nothing_since(
    work: UnitOfWork, elder: Resident, keeper: ApiClient, timetable: Timetable, clock: StoppedClock
) -> None:
    door = doors.door(work, elder)
    sheet = doors.secret(work, door, SecretKind.SHEET, given_at=work.now - timedelta(days=1))
    code = rules.sheet_code(sheet, door.id, local_date(work.now), Half.AM)
    before, after = clock.today_at("08:00"), clock.today_at("11:00")
    clock.move(minutes=10)

    move(keeper, elder, room="302")
    timetable.deliver()

    work.session.expire_all()
    assert proved(work, elder, code, before) is CodeVerdict.SHEET
    assert proved(work, elder, code, after) is not CodeVerdict.SHEET


@pytest.mark.usefixtures("home")
def test_who_places_the_new_door_before_the_move_is_heard_of_has_placed_it(
    work: UnitOfWork,
    elder: Resident,
    keeper: ApiClient,
    worker: ApiClient,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    doors.door(work, elder)

    move(keeper, elder, room="302")
    clock.move(minutes=5)
    placed = worker.request("PUT", f"/care/doors/{elder.id}", THERE)
    timetable.deliver()

    assert placed.status_code == 200
    assert place_of(work, elder) == Point(29.96, 121.7)


def test_a_home_that_is_only_noted_or_put_elsewhere_has_the_same_door(
    work: UnitOfWork, elder: Resident, keeper: ApiClient, worker: ApiClient, timetable: Timetable
) -> None:
    doors.door(work, elder)

    move(keeper, elder, room="302")
    home = keeper.get(f"/homes/{keeper.get(f'/residents/{elder.id}').json['home_id']}")
    keeper.patch(f"/homes/{home.json['id']}", {"region_code": regions.COMMUNITY}, etag=home.headers["ETag"])
    timetable.deliver()

    assert place_of(work, elder) == doors.HOME
    assert LEFT_BEHIND not in told(worker)


def test_who_joins_a_household_of_their_home_stays_behind_their_door(
    work: UnitOfWork, elder: Resident, home: Home, worker: ApiClient, timetable: Timetable
) -> None:
    doors.door(work, elder)

    actions.move_in(work, elder, home, date(2026, 3, 1), household=homes.household(work, home))
    work.session.flush()
    timetable.deliver()

    assert place_of(work, elder) == doors.HOME
    assert LEFT_BEHIND not in told(worker)
