"""Homes over HTTP: put on record once, corrected, listed as one walks, and staying where their building goes."""

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.regions.rules import Level
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import homes, regions
from tests.factories.residents import resident
from tests.residents.conftest import Speak

WANTED = {"region_code": regions.GRID, "unit": "2", "room": "301", "kind": "owned"}


def test_a_home_comes_on_record_once(worker: ApiClient) -> None:
    made = worker.post("/homes", WANTED)
    again = worker.post("/homes", {**WANTED, "unit": "２单元", "room": "301室"})

    assert (made.status_code, made.json["address"]) == (201, "胜利路社区 2 单元 301 室")
    assert made.headers["ETag"].startswith('"1.')
    assert (again.status_code, again.json["code"]) == (409, "home_on_record")


def test_homes_are_listed_as_one_walks_past_them(worker: ApiClient, work: UnitOfWork) -> None:
    for room in ("1001", "201", "301"):
        homes.home(work, room=room)
    homes.home(work, regions.OTHER_COMMUNITY, "101")
    homes.living(work, resident(work), homes.home(work, room="102"))

    first = worker.get(f"/homes?region_code={regions.COMMUNITY}&limit=3").json
    rest = worker.get(f"/homes?limit=3&cursor={first['next_cursor']}").json

    rooms = [(each["room"], each["residents"]) for each in [*first["items"], *rest["items"]]]
    assert rooms == [("102", 1), ("201", 0), ("301", 0), ("1001", 0)]


def test_a_home_corrected_takes_its_people_along(worker: ApiClient, work: UnitOfWork) -> None:
    home = homes.home(work, regions.COMMUNITY, "101")
    person = resident(work)
    homes.living(work, person, home)
    building = regions.region(work, regions.GRID, Level.BUILDING, "桂花苑 1 幢")

    changed = worker.patch(f"/homes/{home.id}", {"region_code": building, "kind": "rented"})

    assert (changed.json["address"], changed.json["kind"]) == ("桂花苑 1 幢 101 室", "rented")
    told = worker.get(f"/residents/{person.id}").json
    assert (told["region_code"], told["address"]) == (building, "桂花苑 1 幢 101 室")


def test_a_correction_makes_no_home_twice(worker: ApiClient, work: UnitOfWork) -> None:
    homes.home(work, room="301")
    other = homes.home(work, room="302")

    refused = worker.patch(f"/homes/{other.id}", {"room": "301"})

    assert (refused.status_code, refused.json["code"]) == (409, "home_on_record")


def test_a_building_that_changes_its_grid_keeps_homes_and_people(worker: ApiClient, work: UnitOfWork) -> None:
    building = regions.region(work, regions.GRID, Level.BUILDING, "1 幢")
    second = regions.region(work, regions.COMMUNITY, Level.GRID, "第二网格")
    home = homes.home(work, building)
    person = resident(work)
    homes.living(work, person, home)

    worker.patch(f"/regions/{building}", {"parent_code": second})

    [listed] = worker.get(f"/homes?region_code={second}").json["items"]
    assert (listed["id"], listed["residents"]) == (str(home.id), 1)
    [neighbour] = worker.get(f"/residents?region_code={second}").json["items"]
    assert neighbour["id"] == str(person.id)


def test_a_building_that_is_renamed_stands_so_in_addresses(
    worker: ApiClient, work: UnitOfWork, timetable: Timetable
) -> None:
    building = regions.region(work, regions.GRID, Level.BUILDING, "1 幢")
    person, elsewhere = resident(work), resident(work)
    homes.living(work, person, homes.home(work, building))
    homes.living(work, elsewhere, homes.home(work, regions.COMMUNITY, "胜利路 18 号"))
    before = worker.get(f"/residents/{elsewhere.id}").headers["ETag"]

    worker.patch(f"/regions/{building}", {"name": "桂花苑 1 幢"})
    timetable.deliver()

    assert worker.get(f"/residents/{person.id}").json["address"] == "桂花苑 1 幢 301 室"
    assert worker.get(f"/residents/{elsewhere.id}").headers["ETag"] == before


def test_a_home_is_seen_and_kept_by_who_serves_its_place(
    as_staff: Speak, other_worker: ApiClient, work: UnitOfWork
) -> None:
    home = homes.home(work)
    grid_worker = as_staff(Role.GRID_WORKER, regions.GRID)
    for_rooms = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS])

    assert grid_worker.get(f"/homes/{home.id}").status_code == 200
    assert grid_worker.patch(f"/homes/{home.id}", {"room": "302"}).status_code == 403
    assert grid_worker.post("/homes", WANTED).json["code"] == "out_of_scope"
    assert other_worker.get(f"/homes/{home.id}").status_code == 404
    assert other_worker.get(f"/homes?region_code={regions.COMMUNITY}").status_code == 403
    assert for_rooms.get("/homes").status_code == 403
    assert for_rooms.get(f"/homes/{home.id}").status_code == 404


def test_a_home_that_was_changed_meanwhile_is_not_changed_again(worker: ApiClient, work: UnitOfWork) -> None:
    home = homes.home(work)
    worker.patch(f"/homes/{home.id}", {"kind": "public"})

    assert worker.patch(f"/homes/{home.id}", {"kind": "owned"}, etag='"1"').status_code == 412
    assert worker.patch(f"/homes/{home.id}", {"kind": "owned"}, etag=None).status_code == 428
