"""The waiting list of an activity: freed places are offered in order, held for a while, and overtaken by nobody."""

from datetime import datetime, timedelta
from typing import Any

from service.events.activities.models import Activity
from service.kit.edge import unit_of_work
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.events.activities.conftest import Stage
from tests.factories import activities, residents


def full(stage: Stage) -> Activity:
    """An activity with one place, which Ada has."""
    activity = stage.activity(capacity=1)
    assert stage.as_ada.post(f"/activities/{activity.id}/sign-up").status_code == 201
    return activity


def waits(stage: Stage, activity: Activity) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ben and then Cleo wait."""
    first, second = (
        client.post(f"/activities/{activity.id}/waitlist") for client in (stage.as_ben, stage.as_cleo)
    )
    stage.timetable.deliver()
    assert (first.status_code, second.status_code) == (201, 201)
    return first.json["items"][0], second.json["items"][0]


def status(stage: Stage, wait: dict[str, Any]) -> str:
    told: str = stage.worker.get(f"/activities/waitlist/{wait['id']}").json["status"]
    return told


def free(stage: Stage, activity: Activity) -> None:
    assert stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up").status_code == 200
    stage.timetable.deliver()


def test_a_freed_place_is_offered_to_the_first_and_held(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)

    free(stage, activity)

    told = stage.as_ben.get(f"/activities/waitlist/{first['id']}").json
    assert (told["status"], told["offer_expires_at"]) == ("offered", "2026-03-02T09:30:00+08:00")
    assert status(stage, second) == "waiting"
    assert stage.places(activity) == (1, 1)
    assert "events.activity_offered" in stage.inbox(stage.as_ben)
    assert stage.as_ada.post(f"/activities/{activity.id}/sign-up").json["code"] == "activity_full"


def test_nobody_overtakes_who_waits(stage: Stage) -> None:
    activity = full(stage)
    stage.as_ben.post(f"/activities/{activity.id}/waitlist")
    stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up")

    refused = stage.as_cleo.post(f"/activities/{activity.id}/sign-up")

    assert refused.json["code"] == "activity_full"
    assert stage.places(activity) == (0, 1)


def test_an_accepted_offer_is_a_sign_up(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)
    free(stage, activity)

    accepted = stage.as_ben.post(f"/activities/waitlist/{first['id']}/accept")

    assert (accepted.status_code, accepted.json["status"]) == (200, "accepted")
    [told] = stage.as_ben.get("/activities/sign-ups").json["items"]
    assert (told["id"], told["status"]) == (accepted.json["sign_up_id"], "signed_up")
    assert stage.places(activity) == (1, 1)
    assert stage.as_ben.post(f"/activities/waitlist/{first['id']}/accept").json["code"] == "wrong_state"


def test_a_declined_offer_goes_to_the_next(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)
    free(stage, activity)

    declined = stage.as_ben.post(f"/activities/waitlist/{first['id']}/decline")
    stage.timetable.deliver()

    assert declined.json["status"] == "declined"
    assert status(stage, second) == "offered"
    assert stage.places(activity) == (1, 1)


def test_an_offer_that_runs_out_goes_to_the_next(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)
    free(stage, activity)

    stage.move(minutes=30)
    too_late = stage.as_ben.post(f"/activities/waitlist/{first['id']}/accept")
    stage.timetable.run("events.activities.lapse")
    stage.timetable.deliver()

    assert too_late.json["code"] == "wrong_state"
    assert (status(stage, first), status(stage, second)) == ("lapsed", "offered")
    assert stage.places(activity) == (1, 1)
    assert "events.activity_offer_lapsed" in stage.inbox(stage.as_ben)


def test_who_withdraws_gives_the_held_place_on(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)
    free(stage, activity)

    withdrawn = stage.as_ben.delete(f"/activities/waitlist/{first['id']}")
    stage.timetable.deliver()

    assert withdrawn.status_code == 204
    assert status(stage, second) == "offered"
    assert stage.places(activity) == (1, 1)


def test_more_places_are_offered_one_by_one(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)

    changed = stage.worker.patch(f"/activities/{activity.id}", {"capacity": 5})
    stage.timetable.deliver()

    assert changed.status_code == 200, changed.json
    assert (status(stage, first), status(stage, second)) == ("offered", "offered")
    assert stage.places(activity) == (3, 5)


def test_who_has_a_place_does_not_wait_for_another(stage: Stage) -> None:
    activity = full(stage)

    refused = stage.as_ada.post(f"/activities/{activity.id}/waitlist")
    stage.as_ben.post(f"/activities/{activity.id}/waitlist")
    again = stage.as_ben.post(f"/activities/{activity.id}/waitlist")

    assert (refused.json["code"], again.json["code"]) == ("already_signed_up", "already_signed_up")


def test_who_is_offered_a_place_does_not_take_another(stage: Stage) -> None:
    activity = stage.activity(capacity=2)
    stage.as_ben.post(f"/activities/{activity.id}/waitlist")
    stage.timetable.deliver()

    refused = stage.as_ben.post(f"/activities/{activity.id}/sign-up")

    assert refused.json["code"] == "already_signed_up"
    assert stage.places(activity) == (1, 2)


def test_who_waits_where_there_are_places_is_offered_one(stage: Stage) -> None:
    activity = stage.activity()

    [wait] = stage.as_ben.post(f"/activities/{activity.id}/waitlist").json["items"]
    stage.timetable.deliver()

    assert status(stage, wait) == "offered"


def test_a_wait_ends_when_the_activity_begins(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)

    stage.move_to(activity.starts_at)
    stage.timetable.run("events.activities.lapse")

    assert status(stage, first) == "lapsed"
    assert "events.activity_wait_lapsed" in stage.inbox(stage.as_ben)


def test_nobody_answers_for_a_neighbour(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)
    free(stage, activity)

    _, stranger = stage.neighbour(name="路人")

    assert stranger.get(f"/activities/waitlist/{first['id']}").status_code == 404
    for verb in ("accept", "decline"):
        assert stranger.post(f"/activities/waitlist/{first['id']}/{verb}").status_code == 404
    assert stranger.delete(f"/activities/waitlist/{first['id']}").status_code == 404


def test_a_proxy_answers_for_the_elder(stage: Stage) -> None:
    activity = full(stage)
    with unit_of_work(stage.house) as work:
        elder = residents.resident(work, name="阿婆")
        residents.proxy(work, elder, stage.ada_account, ["booking"])
        wait_id = activities.wait(work, elder, activity)
    free(stage, activity)

    accepted = stage.as_ada.post(f"/activities/waitlist/{wait_id}/accept")

    assert accepted.status_code == 200, accepted.json
    assert accepted.json["acted_by"]["acting_as"] == "proxy"


def test_who_may_not_come_any_more_is_passed_over(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)
    with unit_of_work(stage.house) as work:
        work.session.get_one(Resident, stage.ben.id).status = ResidentStatus.PENDING

    free(stage, activity)

    assert (status(stage, first), status(stage, second)) == ("lapsed", "offered")
    assert stage.places(activity) == (1, 1)


def test_waits_and_offers_follow_an_activity_to_its_new_time(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)

    def begin(at: datetime) -> None:
        times = {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=2)).isoformat()}
        assert stage.worker.patch(f"/activities/{activity.id}", times).status_code == 200

    begin(stage.start + timedelta(days=7))
    stage.move_to(stage.start)
    stage.timetable.run("events.activities.lapse")
    waits_still = status(stage, first)
    free(stage, activity)
    begin(stage.clock.now() + timedelta(minutes=10))

    told = stage.as_ben.get(f"/activities/waitlist/{first['id']}").json
    assert (waits_still, told["status"]) == ("waiting", "offered")
    assert told["offer_expires_at"] == "2026-03-04T14:10:00+08:00"


def test_for_whom_a_place_is_held_is_told_of_a_move_and_of_no_other_change(stage: Stage) -> None:
    activity = full(stage)
    waits(stage, activity)
    free(stage, activity)

    stage.worker.patch(f"/activities/{activity.id}", {"description": "请自带围裙。"})
    before = stage.inbox(stage.as_ben)
    stage.worker.patch(f"/activities/{activity.id}", {"place": "社区食堂"})

    assert "events.activity_offer_changed" not in before
    assert stage.inbox(stage.as_ben).count("events.activity_offer_changed") == 1
    assert "events.activity_offer_changed" not in stage.inbox(stage.as_cleo)


def test_nobody_begins_to_wait_for_what_has_begun(stage: Stage) -> None:
    activity = stage.activity(capacity=1, sign_up_closes_at=stage.start + timedelta(hours=1))
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    stage.move_to(activity.starts_at)

    refused = stage.as_ben.post(f"/activities/{activity.id}/waitlist")

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


def test_what_is_over_leaves_nobody_waiting(stage: Stage) -> None:
    activity = full(stage)
    first, second = waits(stage, activity)
    free(stage, activity)

    stage.move_to(activity.ends_at)
    stage.timetable.run("events.activities.complete")

    assert (status(stage, first), status(stage, second)) == ("lapsed", "lapsed")
    assert stage.places(activity) == (0, 1)


def test_a_wait_is_withdrawn_as_it_was_read(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)
    path = f"/activities/waitlist/{first['id']}"
    read = stage.as_ben.get(path).headers["ETag"]
    free(stage, activity)

    stale = stage.as_ben.delete(path, etag=read)

    assert (stale.status_code, stage.as_ben.delete(path, etag=None).status_code) == (412, 428)
    assert status(stage, first) == "offered"


def test_a_place_is_held_to_the_minute(stage: Stage) -> None:
    activity = full(stage)
    first, _ = waits(stage, activity)
    free(stage, activity)

    stage.move(minutes=29)
    stage.timetable.run("events.activities.lapse")
    before = status(stage, first)
    stage.move(minutes=1)
    stage.timetable.run("events.activities.lapse")

    assert (before, status(stage, first)) == ("offered", "lapsed")
