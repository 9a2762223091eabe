"""Weekly series over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import Closure, LivingRoom
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, organisations
from tests.living_rooms.bookings.conftest import Asking, booked, refusal


@pytest.fixture
def choir(work: UnitOfWork) -> Any:
    return organisations.organisation(work)


@pytest.fixture
def as_choir(app: Flask, work: UnitOfWork, choir: Any) -> ApiClient:
    return accounts.client_of(
        app, work, accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=choir.id)
    )


def _weekly(times: int, on_conflict: str = "refuse") -> dict[str, Any]:
    return {"every": "week", "times": times, "on_conflict": on_conflict}


def test_an_organisations_series_counts_as_one(
    as_choir: ApiClient, choir: Any, wish: Asking, work: UnitOfWork
) -> None:
    hall = living_rooms.room(work, organisation_active_quota=2)
    made = wish(organisation_id=choir.id, living_room_id=hall.id, repeat=_weekly(8))

    answer = as_choir.post("/bookings", made)

    told = booked(answer)
    assert answer.status_code == 201
    assert set(told) == {"series_id", "items", "skipped"}
    assert len(told["items"]) == 8
    assert told["items"][7]["starts_at"] == "2026-04-21T10:00:00+08:00"
    booked(as_choir.post("/bookings", wish("14:00", organisation_id=choir.id, living_room_id=hall.id)))
    third = as_choir.post("/bookings", wish("16:00", organisation_id=choir.id, living_room_id=hall.id))
    assert refusal(third) == (409, "quota_exceeded")


def test_a_residents_series_obeys_every_rule(work: UnitOfWork, as_ada: ApiClient, wish: Asking) -> None:
    hall = living_rooms.room(work, advance_days=30, active_quota=3)

    refused = as_ada.post("/bookings", wish(living_room_id=hall.id, repeat=_weekly(6)))
    told = booked(as_ada.post("/bookings", wish(living_room_id=hall.id, repeat=_weekly(6, "skip"))))

    assert refusal(refused) == (409, "quota_exceeded")
    assert len(told["items"]) == 3
    assert [each["code"] for each in told["skipped"]] == ["quota_exceeded"] * 2 + ["too_far_ahead"]


def test_a_series_steps_over_closures_and_what_is_taken(
    work: UnitOfWork,
    as_choir: ApiClient,
    as_worker: ApiClient,
    choir: Any,
    wish: Asking,
    room: LivingRoom,
    clock: StoppedClock,
) -> None:
    closed_from = clock.today_at("00:00", days=8)
    work.session.add(
        Closure(
            living_room_id=room.id,
            starts_at=closed_from,
            ends_at=closed_from + timedelta(days=1),
            reason="维修",
            closed_by=work.new_id(),
            created_at=work.now,
        )
    )
    work.session.flush()
    booked(as_worker.post("/bookings", wish("10:30", days=15, repeat=_weekly(2))))

    told = booked(as_choir.post("/bookings", wish(organisation_id=choir.id, repeat=_weekly(4, "skip"))))

    assert [each["starts_at"][:10] for each in told["items"]] == ["2026-03-03"]
    assert [(each["starts_at"][:10], each["code"]) for each in told["skipped"]] == [
        ("2026-03-10", "room_closed"),
        ("2026-03-17", "slot_taken"),
        ("2026-03-24", "slot_taken"),
    ]


def test_a_refused_series_leaves_nothing(
    as_choir: ApiClient, as_ben: ApiClient, as_worker: ApiClient, choir: Any, wish: Asking
) -> None:
    booked(as_worker.post("/bookings", wish(days=15, repeat=_weekly(2))))

    answer = as_choir.post("/bookings", wish(organisation_id=choir.id, repeat=_weekly(4)))

    assert refusal(answer) == (409, "slot_taken")
    assert booked(as_choir.get("/bookings"))["items"] == []
    booked(as_ben.post("/bookings", wish()))


def test_a_series_is_cancelled_singly_and_as_a_whole(
    as_choir: ApiClient, as_ben: ApiClient, choir: Any, wish: Asking, work: UnitOfWork
) -> None:
    hall = living_rooms.room(work, organisation_active_quota=1)
    mine = {"organisation_id": choir.id, "living_room_id": hall.id}
    told = booked(as_choir.post("/bookings", wish(**mine, repeat=_weekly(3))))
    path = f"/bookings/series/{told['series_id']}"

    booked(as_choir.post(f"/bookings/{told['items'][1]['id']}/cancel"))
    assert [each["status"] for each in booked(as_choir.get(path))["items"]] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]
    assert refusal(as_choir.post("/bookings", wish("14:00", **mine))) == (409, "quota_exceeded")

    cancelled = booked(as_choir.post(f"{path}/cancel", {"reason": "停课"}))

    assert {each["status"] for each in cancelled["items"]} == {"cancelled"}
    assert refusal(as_choir.post(f"{path}/cancel")) == (409, "wrong_state")
    booked(as_choir.post("/bookings", wish("14:00", **mine)))
    assert refusal(as_ben.get(path)) == (404, "not_found")


def test_times_are_two_to_twenty_six(as_ada: ApiClient, wish: Asking) -> None:
    for times in (1, 27):
        answer = as_ada.post("/bookings", wish(repeat=_weekly(times)))

        assert refusal(answer) == (422, "invalid_input")
        assert list(answer.json["errors"]) == ["repeat.times"]  # type: ignore[index]


def test_a_suspended_or_unverified_resident_makes_no_series(
    speaking: Callable[[Resident], ApiClient], work: UnitOfWork, app: Flask, wish: Asking
) -> None:
    nobody = accounts.client_of(app, work, accounts.resident_account(work))

    assert refusal(nobody.post("/bookings", wish(repeat=_weekly(2, "skip")))) == (403, "not_verified")
