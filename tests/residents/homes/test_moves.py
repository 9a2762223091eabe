"""Moving in, within and out: dates, permissions, and what a record shows."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.regions.rules import Level
from service.residents.homes.models import Residence
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import accounts, homes, regions
from tests.factories.residents import resident
from tests.residents.conftest import Speak

TODAY = date(2026, 3, 2)
GRID_HOME = {"region_code": regions.GRID, "unit": "2单元", "room": "301室"}


@pytest.fixture
def ada(work: UnitOfWork) -> Resident:
    return resident(work, id_number="330211194001011022")


def stays(worker: ApiClient, person: Resident) -> list[tuple[str, str | None, str | None]]:
    listed = worker.get(f"/residents/{person.id}/homes").json["items"]
    return [(each["moved_in_on"], each["moved_out_on"], each["ended_because"]) for each in listed]


def test_who_moves_in_has_the_place_and_address_of_the_home(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    estate = regions.region(work, regions.COMMUNITY, Level.ESTATE, "桂花苑")
    grid = regions.region(work, estate, Level.GRID, "桂花苑网格")
    building = regions.region(work, grid, Level.BUILDING, "3 幢")

    moved = worker.post(
        f"/residents/{ada.id}/move",
        {"home": {"region_code": building, "unit": "2", "room": "301"}, "moved_in_on": "2024-02-29"},
    )

    assert moved.status_code == 200
    assert (moved.json["region_code"], moved.json["address"]) == (building, "桂花苑 3 幢 2 单元 301 室")
    there = worker.get(f"/homes/{moved.json['home_id']}").json
    assert [each["name"] for each in there["lodgers"]] == ["陈阿婆"]
    assert (there["residents"], there["households"]) == (1, [])


def test_a_move_ends_the_former_residence_the_day_it_begins(worker: ApiClient, ada: Resident) -> None:
    worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": "2024-01-31"})
    other = {"region_code": regions.COMMUNITY, "room": "胜利路 18 号"}

    moved = worker.post(f"/residents/{ada.id}/move", {"home": other, "moved_in_on": "2026-02-28"})

    assert (moved.json["region_code"], moved.json["address"]) == (regions.COMMUNITY, "胜利路 18 号")
    assert stays(worker, ada) == [("2026-02-28", None, None), ("2024-01-31", "2026-02-28", "moved")]


def test_one_may_come_and_go_on_one_day(worker: ApiClient, ada: Resident) -> None:
    day = TODAY.isoformat()
    worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": day})

    left = worker.post(f"/residents/{ada.id}/move-out", {"moved_out_on": day})
    back = worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": day})

    assert (left.json["status"], left.json["home_id"]) == ("moved_away", None)
    assert (back.json["status"], back.json["region_code"]) == ("verified", regions.GRID)
    assert stays(worker, ada) == [(day, None, None), (day, day, "moved_out")]


def test_who_lived_there_on_a_day_is_told(worker: ApiClient, work: UnitOfWork, ada: Resident) -> None:
    home = homes.home(work)
    homes.former(work, ada, home, date(2024, 1, 1), date(2024, 2, 1))

    def names(on: str) -> list[str]:
        return [each["name"] for each in worker.get(f"/homes/{home.id}?on={on}").json["lodgers"]]

    assert names("2023-12-31") == names("2024-02-01") == []
    assert names("2024-01-01") == names("2024-01-31") == ["陈阿婆"]
    assert worker.get(f"/homes/{home.id}").json["lodgers"] == []


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ((TODAY + timedelta(days=1)).isoformat(), "impossible_residence_day"),
        ("1939-12-31", "impossible_residence_day"),
        ("2023-12-31", "residence_overlaps"),
        ("2026-02-29", None),
    ],
)
def test_an_impossible_day_is_refused(
    worker: ApiClient, work: UnitOfWork, ada: Resident, day: str, code: str | None
) -> None:
    homes.living(work, ada, homes.home(work))

    refused = worker.post(
        f"/residents/{ada.id}/move", {"home": {**GRID_HOME, "room": "302"}, "moved_in_on": day}
    )

    assert refused.status_code in (409, 422)
    assert code in (None, refused.json["code"])


def test_nobody_moves_in_before_the_end_of_an_earlier_residence(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    homes.former(work, ada, homes.home(work), date(2024, 1, 1), date(2025, 1, 1))

    refused = worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": "2024-12-31"})
    moved = worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": "2025-01-01"})

    assert (refused.status_code, refused.json["code"]) == (409, "residence_overlaps")
    assert moved.status_code == 200


def test_nobody_moves_to_where_they_live(worker: ApiClient, ada: Resident) -> None:
    wanted = {"home": GRID_HOME, "moved_in_on": "2026-01-01"}
    worker.post(f"/residents/{ada.id}/move", wanted)

    again = worker.post(f"/residents/{ada.id}/move", {**wanted, "moved_in_on": "2026-02-01"})

    assert (again.status_code, again.json["code"]) == (409, "lives_there_already")


def test_who_lives_in_a_home_changes_place_by_moving(worker: ApiClient, ada: Resident) -> None:
    worker.post(f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": "2026-01-01"})

    place = worker.patch(f"/residents/{ada.id}", {"region_code": regions.COMMUNITY})
    name = worker.patch(f"/residents/{ada.id}", {"name": "陈阿香"})

    assert (place.status_code, place.json["code"]) == (409, "lives_in_a_home")
    assert (name.status_code, name.json["name"]) == (200, "陈阿香")


def test_a_stale_move_is_refused(worker: ApiClient, ada: Resident) -> None:
    etag = worker.get(f"/residents/{ada.id}").headers["ETag"]
    worker.patch(f"/residents/{ada.id}", {"name": "陈阿香"})

    moved = worker.post(
        f"/residents/{ada.id}/move", {"home": GRID_HOME, "moved_in_on": "2026-01-01"}, etag=etag
    )

    assert moved.status_code == 412


def test_a_worker_verifies_somebody_into_a_home(worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work, status=ResidentStatus.PENDING)

    verified = worker.post(f"/residents/{person.id}/verify", {"home": GRID_HOME, "relation": "householder"})

    assert (verified.json["status"], verified.json["region_code"]) == ("verified", regions.GRID)
    [household] = worker.get(f"/homes/{verified.json['home_id']}").json["households"]
    assert [each["relation"] for each in household["members"]] == ["householder"]


def test_who_waits_for_verification_does_not_move(worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work, status=ResidentStatus.PENDING)

    refused = worker.post(f"/residents/{person.id}/move", {"home": GRID_HOME, "moved_in_on": "2026-01-01"})

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    "home",
    [
        {},
        {"room": "301"},
        {"region_code": regions.GRID},
        {"id": "01900000-0000-7000-8000-000000000000"},
        {"id": "01900000-0000-7000-8000-000000000000", **GRID_HOME},
    ],
)
def test_a_home_that_is_not_named_well_is_refused(
    worker: ApiClient, ada: Resident, home: dict[str, str]
) -> None:
    refused = worker.post(f"/residents/{ada.id}/move", {"home": home, "moved_in_on": "2026-01-01"})

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_home")


def test_a_place_above_the_communities_has_no_homes(worker: ApiClient, ada: Resident) -> None:
    home = {"region_code": regions.STREET, "room": "301"}

    refused = worker.post(f"/residents/{ada.id}/move", {"home": home, "moved_in_on": "2026-01-01"})

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_community")


def test_who_lives_elsewhere_is_taken_in_once_the_old_place_has_let_go(
    worker: ApiClient, other_worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    wanted = {
        "home": {"region_code": regions.OTHER_COMMUNITY, "room": "临江路 3 号"},
        "moved_in_on": TODAY.isoformat(),
    }

    too_early = other_worker.post(f"/residents/{ada.id}/move", wanted)
    by_the_old = worker.post(f"/residents/{ada.id}/move", wanted)
    worker.post(f"/residents/{ada.id}/move-out", {"moved_out_on": TODAY.isoformat(), "whereto": "蛟川"})
    taken_in = other_worker.post(f"/residents/{ada.id}/move", wanted)

    assert too_early.status_code == 404
    assert (by_the_old.status_code, by_the_old.json["code"]) == (403, "out_of_scope")
    assert (taken_in.json["status"], taken_in.json["region_code"]) == ("verified", regions.OTHER_COMMUNITY)
    assert worker.get(f"/residents/{ada.id}").status_code == 404


def test_who_serves_both_places_moves_somebody_across(as_staff: Speak, ada: Resident) -> None:
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.PEOPLE])
    home = {"region_code": regions.OTHER_COMMUNITY, "room": "临江路 3 号"}

    moved = district.post(f"/residents/{ada.id}/move", {"home": home, "moved_in_on": "2026-03-01"})

    assert (moved.status_code, moved.json["region_code"]) == (200, regions.OTHER_COMMUNITY)


def test_who_goes_to_another_community_of_the_district_stays_verified_and_is_announced_there(
    app: Flask, worker: ApiClient, work: UnitOfWork, ada: Resident, timetable: Timetable
) -> None:
    colleague = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    homes.living(work, ada, homes.home(work))

    left = worker.post(
        f"/residents/{ada.id}/move-out",
        {"moved_out_on": "2026-03-01", "region_code": regions.OTHER_COMMUNITY},
    )
    timetable.deliver()

    assert (left.json["status"], left.json["region_code"]) == ("verified", regions.OTHER_COMMUNITY)
    assert (left.json["address"], left.json["home_id"]) == (None, None)
    told = work.session.scalars(select(InboxMessage)).one()
    assert (told.account_id, told.text) == (colleague.id, "residents.moved_to_you")


def test_a_moving_away_noted_by_mistake_is_taken_back(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    home = homes.home(work)
    homes.living(work, ada, home)
    worker.post(f"/residents/{ada.id}/move-out", {"moved_out_on": "2026-03-01", "reason": "随女儿居住"})

    undone = worker.post(f"/residents/{ada.id}/undo-move-out")

    assert (undone.status_code, undone.json["ended"]) == (200, [])
    assert undone.json["resident"]["status"] == "verified"
    assert undone.json["resident"]["home_id"] == str(home.id)
    assert stays(worker, ada) == [("2024-01-01", None, None)]
    again = worker.post(f"/residents/{ada.id}/undo-move-out")
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("call", ["move", "move-out", "record-death", "undo-death", "undo-move-out"])
@pytest.mark.parametrize("who", ["grid", "rooms", "elsewhere", "resident", "auditor"])
def test_who_does_not_keep_the_register_there_moves_nobody(
    app: Flask, as_staff: Speak, work: UnitOfWork, ada: Resident, call: str, who: str
) -> None:
    callers = {
        "grid": lambda: as_staff(Role.GRID_WORKER, regions.COMMUNITY),
        "rooms": lambda: as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS]),
        "elsewhere": lambda: as_staff(Role.COMMUNITY_WORKER, regions.SECOND_COMMUNITY),
        "resident": lambda: accounts.client_of(app, work, accounts.resident_account(work, ada.id)),
        "auditor": lambda: as_staff(Role.AUDITOR, functions=()),
    }
    bodies = {
        "move": {"home": GRID_HOME, "moved_in_on": "2026-03-01"},
        "move-out": {"moved_out_on": "2026-03-01"},
        "record-death": {"died_on": "2026-03-01"},
    }

    refused = callers[who]().post(f"/residents/{ada.id}/{call}", bodies.get(call))

    assert refused.status_code == (403 if who == "grid" else 404)
    work.session.refresh(ada)
    assert ada.status is ResidentStatus.VERIFIED
    assert work.session.scalars(select(Residence)).all() == []
