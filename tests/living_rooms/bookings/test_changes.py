"""What can be done to a booking that stands, over HTTP."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask

from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import LivingRoom
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, residents
from tests.living_rooms.bookings.conftest import Asking, booked, refusal


def test_moving_takes_the_new_time_and_frees_the_old(
    as_ada: ApiClient, as_ben: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    told = booked(as_ada.post("/bookings", wish("10:00", minutes=120)))

    moved = as_ada.patch(
        f"/bookings/{told['id']}",
        {"starts_at": clock.today_at("11:00", days=1), "ends_at": clock.today_at("13:00", days=1)},
        etag='"1"',
    )

    assert booked(moved)["starts_at"] == "2026-03-03T11:00:00+08:00"
    assert moved.headers["ETag"].startswith('"2.')
    assert booked(moved)["moved_count"] == 1
    booked(as_ben.post("/bookings", wish("10:00")))
    assert refusal(as_ben.post("/bookings", wish("12:30"))) == (409, "slot_taken")


def test_a_move_that_is_refused_leaves_everything_as_it_was(
    as_ada: ApiClient, as_ben: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    told = booked(as_ada.post("/bookings", wish("10:00")))
    booked(as_ben.post("/bookings", wish("11:00")))

    later = {"starts_at": clock.today_at("10:30", days=1), "ends_at": clock.today_at("11:30", days=1)}
    answer = as_ada.patch(f"/bookings/{told['id']}", {**later, "title": "新"}, etag='"1"')

    assert refusal(answer) == (409, "slot_taken")
    assert booked(as_ada.get(f"/bookings/{told['id']}")) == told
    assert refusal(as_ben.post("/bookings", wish("10:00"))) == (409, "slot_taken")


def test_moving_checks_every_rule_again(as_ada: ApiClient, wish: Asking, clock: StoppedClock) -> None:
    path = f"/bookings/{booked(as_ada.post('/bookings', wish()))['id']}"

    assert refusal(as_ada.patch(path, {"headcount": 99})) == (422, "over_capacity")
    assert refusal(as_ada.patch(path, {"ends_at": clock.today_at("09:00", days=1)})) == (422, "invalid_input")
    assert refusal(as_ada.patch(path, {"ends_at": clock.today_at("15:00", days=1)})) == (422, "too_long")
    far = {"starts_at": clock.today_at("10:00", days=9), "ends_at": clock.today_at("11:00", days=9)}
    assert refusal(as_ada.patch(path, far)) == (422, "too_far_ahead")
    assert refusal(as_ada.patch(path, {"title": "x"}, etag='"7"')) == (412, "stale")


def test_moving_is_no_way_around_a_late_cancellation(
    as_ada: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    clock.move(minutes=90)

    later = {"starts_at": clock.today_at("11:00", days=3), "ends_at": clock.today_at("12:00", days=3)}

    assert refusal(as_ada.patch(f"/bookings/{told['id']}", later)) == (422, "too_late")
    assert booked(as_ada.patch(f"/bookings/{told['id']}", {"title": "茶话"}))["title"] == "茶话"


def test_moving_over_a_months_end_moves_the_quota(
    work: UnitOfWork, as_ada: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    clock.move_to(clock.today_at("09:00", days=28))  # 2026-03-30
    hall = living_rooms.room(work, monthly_minutes_quota=60, active_quota=9)
    told = booked(as_ada.post("/bookings", wish(living_room_id=hall.id)))
    in_april = {"starts_at": clock.today_at("10:00", days=2), "ends_at": clock.today_at("11:00", days=2)}

    booked(as_ada.patch(f"/bookings/{told['id']}", in_april))

    booked(as_ada.post("/bookings", wish("14:00", living_room_id=hall.id)))
    more = as_ada.post("/bookings", wish("14:00", days=2, living_room_id=hall.id))
    assert refusal(more) == (409, "quota_exceeded")


def test_more_people_wait_for_approval_again(as_ada: ApiClient, as_worker: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish()))

    assert booked(as_ada.patch(f"/bookings/{told['id']}", {"headcount": 25}))["status"] == "pending"
    assert booked(as_worker.patch(f"/bookings/{told['id']}", {"headcount": 26}))["status"] == "confirmed"


def test_a_worker_rejects_with_a_reason(as_ada: ApiClient, as_worker: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish(headcount=25)))

    rejected = booked(as_worker.post(f"/bookings/{told['id']}/reject", {"reason": "当天选举。"}))

    assert (rejected["status"], rejected["reason"]) == ("rejected", "当天选举。")
    booked(as_ada.post("/bookings", wish()))


def test_only_workers_of_the_room_decide(
    as_ada: ApiClient, as_ben: ApiClient, as_other_worker: ApiClient, wish: Asking
) -> None:
    told = booked(as_ada.post("/bookings", wish(headcount=25)))
    path = f"/bookings/{told['id']}"

    assert refusal(as_ada.post(f"{path}/approve")) == (403, "forbidden")
    for stranger in (as_ben, as_other_worker):
        assert refusal(stranger.get(path)) == (404, "not_found")
        assert refusal(stranger.patch(path, {"title": "x"})) == (404, "not_found")
        for verb in ("approve", "cancel", "check-in", "complete"):
            assert refusal(stranger.post(f"{path}/{verb}")) == (404, "not_found")


def test_a_cancellation_in_time_costs_nothing(as_ada: ApiClient, as_ben: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish()))

    cancelled = booked(as_ada.post(f"/bookings/{told['id']}/cancel", {"reason": "下雨"}))

    assert (cancelled["status"], cancelled["cancelled_late"]) == ("cancelled", False)
    assert refusal(as_ada.post(f"/bookings/{told['id']}/cancel")) == (409, "wrong_state")
    booked(as_ben.post("/bookings", wish()))


def test_a_proxy_cancels_and_is_shown(
    app: Flask, work: UnitOfWork, as_ada: ApiClient, ada: Resident, wish: Asking
) -> None:
    daughter = accounts.resident_account(work)
    residents.proxy(work, ada, daughter, name="陈小妹")
    told = booked(as_ada.post("/bookings", wish()))

    cancelled = booked(accounts.client_of(app, work, daughter).post(f"/bookings/{told['id']}/cancel"))

    assert cancelled["acted_by"]["name"] == "陈小妹"


def test_check_in_takes_the_code_on_the_screen(
    as_ada: ApiClient,
    wish: Asking,
    clock: StoppedClock,
    room: LivingRoom,
    shown_code: Callable[[UUID], str],
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    path = f"/bookings/{told['id']}/check-in"

    clock.move(minutes=104)
    assert refusal(as_ada.post(path, {"code": shown_code(room.id)})) == (422, "too_early")
    clock.move(minutes=1)
    assert refusal(as_ada.post(path)) == (422, "wrong_code")
    assert refusal(as_ada.post(path, {"code": "00000000"})) == (422, "wrong_code")
    assert booked(as_ada.post(path, {"code": shown_code(room.id)}))["status"] == "checked_in"
    assert refusal(as_ada.post(path, {"code": shown_code(room.id)})) == (409, "wrong_state")


def test_check_in_ends_for_residents_but_not_for_who_sees_them(
    as_ada: ApiClient,
    as_worker: ApiClient,
    wish: Asking,
    clock: StoppedClock,
    room: LivingRoom,
    shown_code: Callable[[UUID], str],
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    clock.move(minutes=150)

    late = as_ada.post(f"/bookings/{told['id']}/check-in", {"code": shown_code(room.id)})

    assert refusal(late) == (422, "too_late")
    assert booked(as_worker.post(f"/bookings/{told['id']}/check-in"))["status"] == "checked_in"


def test_who_leaves_early_frees_the_rest(
    as_ada: ApiClient, as_ben: ApiClient, as_worker: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0, minutes=240)))
    clock.move(minutes=120)
    booked(as_worker.post(f"/bookings/{told['id']}/check-in"))
    clock.move(minutes=30)

    completed = booked(as_ada.post(f"/bookings/{told['id']}/complete"))

    assert completed["status"] == "completed"
    booked(as_ben.post("/bookings", wish("13:00", days=0)))
