"""What residents write is seen by others once it has passed: the machine's word, or a worker's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.living_rooms.bookings.models import Booking as BookingRow
from service.messaging.content_checks import actions
from service.messaging.content_checks.checkers import ContentChecker
from service.messaging.content_checks.models import ContentCheck
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts
from tests.messaging.content_checks.conftest import Booking
from tests.messaging.content_checks.stand_in import CheckerStandIn

Look = Callable[[], None]
GOOD, RISKY, ODD = "合唱排练", "加微信买保健品", "奇怪的聚会"


def title_for(client: ApiClient, booking: dict[str, Any]) -> tuple[str | None, str | None]:
    told = client.get(f"/bookings/{booking['id']}").json
    listed = next(each for each in client.get("/bookings").json["items"] if each["id"] == booking["id"])
    assert told == listed
    return told["title"], told["content_state"]


def queue(client: ApiClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/content-checks{query}").json["items"]
    return found


def told_of_it(client: ApiClient) -> list[dict[str, Any]]:
    """What the inbox says of checks."""
    inbox = client.get("/inbox").json["items"]
    return [each for each in inbox if each["text"].startswith("messaging.content")]


def test_nobody_waits_for_a_check_and_others_see_the_text_once_it_has_passed(
    book: Booking, as_daughter: ApiClient, as_elder: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    booking = book(GOOD)
    before = title_for(as_elder, booking)
    look()

    assert (booking["status"], booking["title"], booking["content_state"]) == ("confirmed", GOOD, "checking")
    assert before == (None, None)
    assert title_for(as_daughter, booking) == title_for(as_elder, booking) == (GOOD, "passed")
    [asked] = machine.asked
    assert asked == {"content": GOOD, "version": 2, "scene": 2, "openid": "openid-1"}


def test_what_is_risky_is_blocked_and_its_author_is_told_why(
    book: Booking,
    as_daughter: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    machine: CheckerStandIn,
    look: Look,
) -> None:
    booking = book(RISKY)
    look()

    assert title_for(as_daughter, booking) == (RISKY, "blocked")
    assert title_for(as_worker, booking) == (RISKY, "blocked")
    assert title_for(as_elder, booking) == (None, None)
    [told] = told_of_it(as_daughter)
    assert (told["text"], told["subject"]) == ("messaging.content_blocked", booking["id"])
    assert "广告" in told["body"]
    assert told_of_it(as_elder) == []


def test_what_the_machine_is_not_sure_of_waits_for_a_worker(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    booking = book(ODD)
    look()
    [waiting] = queue(as_worker)

    assert (waiting["text"], waiting["state"], waiting["review_reason"]) == (ODD, "in_review", "unsure")
    assert (waiting["subject_id"], waiting["kind"]) == (booking["id"], "living_rooms.booking_title")
    assert (waiting["label"], waiting["trace_ids"]) == ("other", ["trace-1"])
    assert title_for(as_elder, booking) == (None, None)


def test_a_word_of_the_machines_that_is_new_to_us_is_for_people(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    machine.words["合唱"] = ("rather good", 30001)
    booking = book(GOOD)
    look()
    [waiting] = queue(as_worker)

    assert (waiting["state"], waiting["review_reason"], waiting["label"]) == ("in_review", "unsure", "other")
    assert title_for(as_elder, booking) == (None, None)


def test_without_a_machine_people_look_at_everything(
    book: Booking,
    as_daughter: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    timetable: Timetable,
) -> None:
    booking = book(GOOD)
    [waiting] = queue(as_worker)
    passed = as_worker.post(f"/content-checks/{waiting['id']}/pass")
    timetable.deliver()

    assert waiting["review_reason"] == "no_machine"
    assert (passed.status_code, passed.json["state"]) == (200, "passed")
    assert queue(as_worker) == []
    assert title_for(as_elder, booking) == (GOOD, "passed")
    assert told_of_it(as_daughter) == []


def test_a_worker_blocks_with_a_reason_that_the_author_reads(
    book: Booking, as_daughter: ApiClient, as_elder: ApiClient, as_worker: ApiClient, timetable: Timetable
) -> None:
    booking = book(GOOD)
    [waiting] = queue(as_worker)
    blocked = as_worker.post(f"/content-checks/{waiting['id']}/block", {"reason": "含有他人姓名"})
    timetable.deliver()

    assert (blocked.json["state"], blocked.json["reason"]) == ("blocked", "含有他人姓名")
    assert title_for(as_elder, booking) == (None, None)
    assert "含有他人姓名" in told_of_it(as_daughter)[0]["body"]


def test_a_workers_word_stands_above_the_machines(
    book: Booking,
    as_daughter: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    machine: CheckerStandIn,
    look: Look,
    timetable: Timetable,
) -> None:
    harmless, harmful = book(RISKY), book(GOOD)
    look()
    [blocked] = queue(as_worker, "?state=blocked")
    [passed] = queue(as_worker, "?state=passed")

    as_worker.post(f"/content-checks/{blocked['id']}/pass")
    as_worker.post(f"/content-checks/{passed['id']}/block", {"reason": "与事实不符"})
    timetable.deliver()

    assert title_for(as_elder, harmless) == (RISKY, "passed")
    assert "messaging.content_passed" in [each["text"] for each in told_of_it(as_daughter)]
    assert title_for(as_elder, harmful) == (None, None)


def test_the_last_word_holds_in_whatever_order_the_words_arrive(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient, timetable: Timetable
) -> None:
    booking = book(GOOD)
    [waiting] = queue(as_worker)

    as_worker.post(f"/content-checks/{waiting['id']}/pass")
    as_worker.post(f"/content-checks/{waiting['id']}/block", {"reason": "看错了"})
    timetable.deliver()

    assert title_for(as_elder, booking) == (None, None)


def test_nobody_gives_the_same_word_twice(book: Booking, as_worker: ApiClient) -> None:
    book(GOOD)
    path = f"/content-checks/{queue(as_worker)[0]['id']}"
    as_worker.post(f"{path}/pass")

    again = as_worker.post(f"{path}/pass")

    assert (again.status_code, again.json["code"]) == (409, "wrong_state")


def test_a_changed_text_is_checked_anew_and_the_old_words_do_not_speak_for_it(
    book: Booking,
    as_daughter: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    timetable: Timetable,
) -> None:
    booking = book(GOOD)
    [old] = queue(as_worker)
    as_worker.post(f"/content-checks/{old['id']}/pass")

    changed = as_daughter.patch(f"/bookings/{booking['id']}", {"title": RISKY})
    timetable.deliver()

    assert changed.json["content_state"] == "checking"
    assert title_for(as_elder, booking) == (None, None)
    assert [each["text"] for each in queue(as_worker)] == [RISKY]
    refused = as_worker.post(f"/content-checks/{old['id']}/block", {"reason": "旧"})
    assert refused.json["code"] == "wrong_state"


def test_what_the_machine_says_of_a_text_that_is_gone_changes_nothing(
    book: Booking,
    as_daughter: ApiClient,
    as_elder: ApiClient,
    house: House,
    machine: CheckerStandIn,
    look: Look,
) -> None:
    booking = book(GOOD)
    with unit_of_work(house) as work:
        old = work.session.scalars(select(ContentCheck)).one()
        question = actions.asking.Question(old.id, old.text, old.scene, "openid-1", 1)
    as_daughter.patch(f"/bookings/{booking['id']}", {"title": ODD})
    actions.asking._ask(house, house.provider(ContentChecker), question)
    look()

    assert title_for(as_elder, booking) == (None, None)


def test_the_machine_is_not_asked_about_a_text_that_is_gone(
    book: Booking, as_daughter: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    booking = book(GOOD)
    as_daughter.patch(f"/bookings/{booking['id']}", {"title": ODD})

    look()

    assert [each["content"] for each in machine.asked] == [ODD]


def test_what_staff_write_or_what_says_nothing_needs_no_check(
    book: Booking, as_worker: ApiClient, as_elder: ApiClient
) -> None:
    at_the_desk, silent = book(GOOD, as_worker), book(None)

    assert title_for(as_elder, at_the_desk) == (GOOD, None)
    assert silent["content_state"] is None
    assert queue(as_worker) == []


def test_a_series_is_looked_at_once(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient, timetable: Timetable
) -> None:
    series = book(GOOD, repeat={"every": "week", "times": 2, "on_conflict": "refuse"})
    [waiting] = queue(as_worker)
    as_worker.post(f"/content-checks/{waiting['id']}/pass")
    timetable.deliver()

    assert waiting["subject_id"] == series["series_id"]
    assert [title_for(as_elder, each) for each in series["items"]] == [(GOOD, "passed")] * 2


@pytest.mark.parametrize("mood", [500, "drop", "slow", "html", "list", "empty"])
def test_a_checker_that_is_down_is_asked_again_and_nothing_is_shown_or_lost_meanwhile(
    book: Booking,
    as_elder: ApiClient,
    machine: CheckerStandIn,
    look: Look,
    clock: StoppedClock,
    mood: str | int,
) -> None:
    booking = book(GOOD)
    machine.moods += [mood] * 3
    for _ in range(3):
        look()
        assert title_for(as_elder, booking) == (None, None)
        clock.move(seconds=30)

    look()
    look()
    assert title_for(as_elder, booking) == (GOOD, "passed")


@pytest.mark.parametrize("errcode", [-1, 40001, 45009, 47001])
def test_a_refusal_of_the_machines_is_not_a_word_on_the_text(
    book: Booking,
    as_elder: ApiClient,
    machine: CheckerStandIn,
    look: Look,
    clock: StoppedClock,
    errcode: int,
) -> None:
    booking = book(GOOD)
    machine.errcodes += [errcode] * 2
    for _ in range(4):
        look()
        clock.move(seconds=30)

    assert title_for(as_elder, booking) == (GOOD, "passed")


def test_what_is_not_answered_for_an_hour_goes_to_the_workers(
    book: Booking,
    app: Flask,
    house: House,
    worker: Any,
    machine: CheckerStandIn,
    look: Look,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    book(GOOD)
    machine.moods += [500] * 100
    tries = 0
    for _ in range(12):
        before = len(machine.heard)
        look()
        tries += len(machine.heard) > before
        clock.move(minutes=5, seconds=1)
        timetable.run("messaging.content_checks.give_up_on_machine")

    [waiting] = queue(accounts.client_of(app, house, worker))
    assert waiting["review_reason"] == "machine_down"
    assert 5 <= tries <= 12
    asked = len(machine.heard)
    machine.moods.clear()
    look()
    assert len(machine.heard) == asked


def test_an_author_whom_the_machine_has_not_seen_is_left_to_people(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    machine.known.clear()
    book(GOOD)
    by_herself = book("自己的牌局", as_elder)
    look()

    assert [each["review_reason"] for each in queue(as_worker)] == ["not_known", "not_known"]
    assert by_herself["content_state"] == "checking"
    assert len(machine.asked) == 1


def test_two_processes_ask_about_no_text_twice(
    book: Booking, house: House, machine: CheckerStandIn, clock: StoppedClock
) -> None:
    book(GOOD)
    with unit_of_work(house) as work:
        first = actions.asking._take(work)
    with unit_of_work(house) as work:
        second = actions.asking._take(work)
    clock.move(minutes=3)
    with unit_of_work(house) as work:
        after_the_lease = actions.asking._take(work)

    assert (len(first), len(second), len(after_the_lease)) == (1, 0, 1)


def test_only_who_answers_for_the_place_sees_and_decides(
    book: Booking,
    as_worker: ApiClient,
    as_other_worker: ApiClient,
    as_street_without_notices: ApiClient,
    as_daughter: ApiClient,
) -> None:
    book(GOOD)
    path = f"/content-checks/{queue(as_worker)[0]['id']}"

    assert queue(as_other_worker) == []
    for stranger in (as_other_worker, as_street_without_notices, as_daughter):
        assert stranger.get(path).status_code == 404
        assert stranger.post(f"{path}/pass").status_code == 404
        assert stranger.post(f"{path}/block", {"reason": "不"}).status_code == 404
    for stranger in (as_street_without_notices, as_daughter):
        assert stranger.get("/content-checks").status_code == 403
    assert "author" not in "".join(as_worker.get(path).json)


def test_the_queue_is_narrowed_by_place_and_kind(book: Booking, as_worker: ApiClient) -> None:
    book(GOOD)

    assert len(queue(as_worker, "?kind=living_rooms.booking_title&region_code=330211001001")) == 1
    assert queue(as_worker, "?kind=events.feedback") == []
    assert queue(as_worker, "?region_code=330211002") == []


def test_checks_are_forgotten_once_they_are_old_and_decided(
    book: Booking, as_worker: ApiClient, house: House, clock: StoppedClock
) -> None:
    booking = book(GOOD)
    book(ODD)
    as_worker.post(f"/content-checks/{queue(as_worker)[0]['id']}/pass")
    with unit_of_work(house) as work:
        forgotten = actions.forget_submitted_before(work, clock.now() + timedelta(days=1), 10)
        left = work.session.scalars(select(ContentCheck.text)).all()
        kept = work.session.get(BookingRow, booking["id"])

    assert (forgotten, left) == (1, [ODD])
    assert kept is not None
    assert kept.content_check_id is None
