"""Walking a grid: what its worker sees of whom, on the screen and on paper."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import bookings, homes, living_rooms, regions, residents
from tests.residents.walks.conftest import Grid

AsStaff = Callable[..., ApiClient]


def test_one_walks_building_by_building_and_room_by_room(as_staff: AsStaff, grid: Grid) -> None:
    answer = as_staff(Role.GRID_WORKER, regions.GRID).get(f"/walks/{regions.GRID}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert [
        (
            stop["name"],
            [home["room"] for home in stop["homes"]],
            [each["name"] for each in stop["without_home"]],
        )
        for stop in answer.json["items"]
    ] == [
        ("桂花苑2幢", ["201", "1001"], []),
        ("桂花苑10幢", ["301"], []),
        ("第一网格", [], ["赵无家"]),
    ]


def test_a_home_tells_who_lives_there_and_how_to_reach_them(
    as_staff: AsStaff, grid: Grid, work: UnitOfWork, clock: StoppedClock
) -> None:
    room = living_rooms.room(work)
    bookings.booking(work, grid.elder, room, clock.today_at("09:00", days=1))

    stops = as_staff(Role.GRID_WORKER, regions.GRID).get(f"/walks/{regions.GRID}").json["items"]

    [elder] = stops[0]["homes"][1]["people"]
    assert elder["phone"] == "+8613812345678"
    assert elder["age"] == 87
    assert elder["emergency_contacts"] == [{"name": "陈小妹", "relation": "女儿", "phone": "+8613900000001"}]
    assert [each["what"]["zh"] for each in elder["open_matters"]] == ["预约桂花会客厅（已确认）"]
    assert stops[0]["homes"][0]["people"] == []
    assert [each["relation"] for each in stops[1]["homes"][0]["people"]] == ["householder", "spouse"]


def test_a_tag_is_seen_by_whom_the_list_says(as_staff: AsStaff, grid: Grid) -> None:
    def tags(role: Role) -> list[str]:
        place = regions.GRID if role is Role.GRID_WORKER else regions.COMMUNITY
        stops = as_staff(role, place).get(f"/walks/{regions.GRID}").json["items"]
        return [each["code"] for each in stops[0]["homes"][1]["people"][0]["tags"]]

    assert tags(Role.GRID_WORKER) == ["lives_alone"]
    assert tags(Role.COMMUNITY_WORKER) == ["lives_alone", "low_income"]


def test_a_community_is_walked_page_by_page(as_staff: AsStaff, grid: Grid) -> None:
    worker = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)
    names, cursor = [], ""

    while cursor is not None:
        page = worker.get(f"/walks/{regions.COMMUNITY}?limit=1{cursor and f'&cursor={cursor}'}").json
        names += [stop["name"] for stop in page["items"]]
        cursor = page["next_cursor"]

    assert names == ["桂花苑2幢", "桂花苑10幢", "第一网格"]


def test_a_walk_is_one_entry_in_the_audit_trail_that_names_everybody_shown(
    as_staff: AsStaff, grid: Grid, work: UnitOfWork
) -> None:
    as_staff(Role.GRID_WORKER, regions.GRID).get(f"/walks/{regions.GRID}")

    [entry] = work.session.scalars(select(AuditEntry).where(AuditEntry.subject == regions.GRID))
    assert entry.action == "get_walk"
    assert set(entry.people or ()) == {each.id for each in (grid.elder, *grid.couple, grid.homeless)}


def test_a_walk_asks_the_database_as_often_for_many_homes_as_for_few(
    as_staff: AsStaff, grid: Grid, work: UnitOfWork, asked_so_far: Callable[[], int]
) -> None:
    worker = as_staff(Role.GRID_WORKER, regions.GRID)

    def asked() -> int:
        before = asked_so_far()
        assert worker.get(f"/walks/{regions.GRID}").status_code == 200
        return asked_so_far() - before

    few = asked()
    for number in range(20):
        person = residents.resident(work, regions.GRID, phone=f"+86138123400{number:02}")
        homes.living(work, person, homes.home(work, grid.second, room=f"{number}02", unit="2"))

    assert asked() == few
    assert few <= 19  # each room that has open matters asks once


def test_only_who_calls_on_the_people_there_walks(as_staff: AsStaff, grid: Grid, newcomer: Any) -> None:
    elsewhere = as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    without_people = as_staff(Role.GRID_WORKER, regions.GRID, functions={Function.ROOMS})
    street = as_staff(Role.STREET_STAFF, regions.STREET)

    for client in (elsewhere, without_people, street, newcomer()):
        for path in (f"/walks/{regions.GRID}", f"/walks/{regions.GRID}/print"):
            assert client.get(path).status_code == 403
    assert as_staff(Role.GRID_WORKER, regions.GRID).get("/walks/000000").status_code == 404


def test_the_sheet_loads_nothing_and_says_whose_it_is(as_staff: AsStaff, grid: Grid) -> None:
    answer = as_staff(Role.GRID_WORKER, regions.GRID, display_name="王<b>芳").get(
        f"/walks/{regions.GRID}/print"
    )

    page = answer.get_data(as_text=True)
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<(?:script|link|img|iframe)|https?:|url\(|@import", page)
    for said in ("陈阿婆", "138 1234 5678", "139 0000 0001", "87 岁", "独居", "用后请立即粉碎", "2026-03-02"):
        assert said in page
    assert "王&lt;b&gt;芳" in page
    assert "低保" not in page


def test_a_whole_community_is_too_much_to_print(as_staff: AsStaff, grid: Grid) -> None:
    answer = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY).get(f"/walks/{regions.COMMUNITY}/print")

    assert (answer.status_code, answer.json["code"]) == (422, "too_long_to_print")
