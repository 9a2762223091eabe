"""Who was there: the code, what a worker notes, what others are told of it, feedback and figures."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.events.activities.models import Activity
from service.kit.edge import unit_of_work
from service.kit.messages import OutboxMessage
from tests.client import ApiClient
from tests.events.activities.conftest import Stage
from tests.factories import activities, living_rooms


def code_of(stage: Stage, activity: Activity) -> str:
    shown: str = stage.worker.get(f"/activities/{activity.id}/check-in-code").json["code"]
    return shown


def told(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    """What others were told of attendance, in order."""
    with unit_of_work(stage.house) as work:
        rows = work.session.scalars(
            select(OutboxMessage).where(OutboxMessage.name.contains("Attend")).order_by(OutboxMessage.id)
        )
        return [(row.name.rpartition(".")[2], row.body) for row in rows]


def end(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.ends_at)
    for job in ("complete", "tell_attendance"):
        stage.timetable.run(f"events.activities.{job}")


@pytest.fixture
def activity(stage: Stage) -> Activity:
    """One for which Ada and Ben are signed up."""
    made = stage.activity(volunteer_minutes=90)
    for client in (stage.as_ada, stage.as_ben):
        client.post(f"/activities/{made.id}/sign-up")
    return made


def check_in(stage: Stage, client: ApiClient, activity: Activity) -> Any:
    return client.post(f"/activities/{activity.id}/check-in", {"code": code_of(stage, activity)})


def test_who_comes_checks_in_by_the_code_that_is_shown(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at)

    checked_in = check_in(stage, stage.as_ada, activity)

    assert checked_in.status_code == 200
    assert checked_in.json["items"][0]["status"] == "attended"
    wrong = stage.as_ben.post(f"/activities/{activity.id}/check-in", {"code": "00000000"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "wrong_code")
    assert stage.as_ben.post(f"/activities/{activity.id}/check-in").json["code"] == "wrong_code"
    assert check_in(stage, stage.as_cleo, activity).status_code == 404


def test_the_code_changes_and_is_shown_to_organisers_alone(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at)
    old = code_of(stage, activity)
    stage.move(minutes=5)

    late = stage.as_ada.post(f"/activities/{activity.id}/check-in", {"code": old})

    assert late.json["code"] == "wrong_code"
    assert stage.as_ada.get(f"/activities/{activity.id}/check-in-code").status_code == 403
    assert stage.far_worker.get(f"/activities/{activity.id}/check-in-code").status_code == 404


def test_the_screen_of_its_living_room_shows_the_code(stage: Stage, anyone: ApiClient) -> None:
    with unit_of_work(stage.house) as work:
        room, other = living_rooms.room(work), living_rooms.room(work, name="银杏会客厅")
    path = stage.published(living_room_id=room.id)
    token, others = (
        stage.worker.post(f"/living-rooms/{each.id}/screen-token").json["token"] for each in (room, other)
    )

    shown = anyone.get(f"{path}/check-in-code", headers={"Authorization": f"Bearer {token}"})

    assert shown.json["code"] == stage.worker.get(f"{path}/check-in-code").json["code"]
    assert (
        anyone.get(f"{path}/check-in-code", headers={"Authorization": f"Bearer {others}"}).status_code == 401
    )
    assert anyone.get(f"{path}/check-in-code").status_code == 401


def test_nobody_checks_in_long_before_or_after(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at - timedelta(minutes=61))
    early = check_in(stage, stage.as_ada, activity)
    stage.move_to(activity.ends_at)
    late = check_in(stage, stage.as_ada, activity)

    assert (early.status_code, early.json["code"]) == (422, "too_early")
    assert (late.status_code, late.json["code"]) == (422, "too_late")


def test_a_worker_notes_who_came(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at)

    noted = stage.worker.post(f"/activities/{activity.id}/check-in", {"resident_ids": [stage.ada.id]})

    assert noted.json["items"][0]["acted_by"]["acting_as"] == "staff"
    assert (
        stage.far_worker.post(
            f"/activities/{activity.id}/check-in", {"resident_ids": [stage.ada.id]}
        ).status_code
        == 404
    )


def test_an_organisation_credits_nobody_with_hours(stage: Stage) -> None:
    helping = stage.activity(organisation_id=stage.choir.id, volunteer_minutes=90)
    singing = stage.activity(organisation_id=stage.choir.id)
    for each in (helping, singing):
        stage.as_ada.post(f"/activities/{each.id}/sign-up")
    stage.move_to(helping.starts_at)
    body = {"resident_ids": [stage.ada.id]}

    refused = stage.as_cleo.post(f"/activities/{helping.id}/check-in", body)

    code = stage.as_cleo.get(f"/activities/{helping.id}/check-in-code").json["code"]
    by_code = stage.as_cleo.post(f"/activities/{helping.id}/check-in", body | {"code": code})

    assert (refused.status_code, refused.json["code"]) == (403, "hours_by_worker_only")
    assert (by_code.status_code, by_code.json["code"]) == (403, "hours_by_worker_only")
    assert stage.as_cleo.post(f"/activities/{singing.id}/check-in", body).status_code == 200
    assert stage.as_ada.post(f"/activities/{helping.id}/check-in", {"code": code}).status_code == 200
    [listed] = stage.as_cleo.get(f"/activities/sign-ups?activity_id={singing.id}").json["items"]
    assert listed["resident_name"] == "阿*"


@pytest.mark.parametrize("is_noted", [False, True])
def test_who_is_checked_in_by_a_member_sees_in_whose_name(stage: Stage, is_noted: bool) -> None:
    singing = stage.activity(organisation_id=stage.choir.id)
    for client in (stage.as_ada, stage.as_cleo):
        client.post(f"/activities/{singing.id}/sign-up")
    stage.move_to(singing.starts_at)

    for person in (stage.ada, stage.cleo):
        if is_noted:
            noted = {"resident_id": person.id, "attended": True}
            stage.as_cleo.post(f"/activities/{singing.id}/attendance", noted)
        else:
            stage.as_cleo.post(f"/activities/{singing.id}/check-in", {"resident_ids": [person.id]})

    for client in (stage.worker, stage.as_cleo):
        listed = client.get(f"/activities/sign-ups?activity_id={singing.id}").json["items"]
        acted = {each["resident_id"]: each["acted_by"] for each in listed}
        assert acted[str(stage.cleo.id)] is None
        assert acted[str(stage.ada.id)]["name"] == stage.choir.name
    [own] = stage.as_ada.get("/activities/sign-ups").json["items"]
    assert (own["status"], own["acted_by"]["acting_as"]) == ("attended", "member")


def test_attendance_is_told_once_when_it_is_over(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at)
    check_in(stage, stage.as_ada, activity)
    before = told(stage)

    end(stage, activity)
    stage.move(minutes=5)
    stage.timetable.run("events.activities.tell_attendance")

    [(name, body)] = told(stage)
    assert before == []
    assert name == "Attended"
    assert (body["resident_id"], body["minutes"], body["times"]) == (str(stage.ada.id), 90, 1)
    statuses = {
        each["resident_id"]: each["status"]
        for each in stage.worker.get(f"/activities/sign-ups?activity_id={activity.id}").json["items"]
    }
    assert statuses == {str(stage.ada.id): "attended", str(stage.ben.id): "absent"}
    assert stage.worker.get(f"/activities/{activity.id}").json["status"] == "completed"


def test_what_was_told_wrongly_is_withdrawn_and_told_anew(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at)
    check_in(stage, stage.as_ada, activity)
    end(stage, activity)
    path = f"/activities/{activity.id}/attendance"

    stage.worker.post(path, {"resident_id": stage.ada.id, "attended": True, "minutes": 45})
    stage.move(minutes=1)
    stage.timetable.run("events.activities.tell_attendance")
    stage.worker.post(path, {"resident_id": stage.ada.id, "attended": False})

    assert [(name, body["times"], body.get("minutes")) for name, body in told(stage)] == [
        ("Attended", 1, 90),
        ("AttendanceWithdrawn", 1, None),
        ("Attended", 2, 45),
        ("AttendanceWithdrawn", 2, None),
    ]
    assert stage.as_ben.post(path, {"resident_id": stage.ada.id, "attended": True}).status_code == 403
    stage.move(days=31)
    late = stage.worker.post(path, {"resident_id": stage.ada.id, "attended": True})
    assert late.json["code"] == "too_late"


def test_only_who_was_there_says_how_it_was_and_once(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at - timedelta(minutes=30))
    check_in(stage, stage.as_ada, activity)
    path = f"/activities/{activity.id}/feedback"
    words = {"rating": 5, "comment": "下次还想来。"}

    early = stage.as_ada.post(path, words)
    stage.move_to(activity.starts_at)
    given = stage.as_ada.post(path, words)

    assert (early.status_code, early.json["code"]) == (422, "too_early")
    assert given.status_code == 201
    assert "resident_id" not in given.json
    assert stage.as_ada.post(path, words).json["code"] == "feedback_given"
    assert stage.as_ben.post(path, words).json["code"] == "not_attended"
    assert stage.as_cleo.post(path, words).json["code"] == "not_attended"
    assert stage.worker.get(path).json["items"][0]["comment"] == "下次还想来。"
    assert stage.as_ada.get(path).status_code == 403
    assert stage.far_worker.get(path).status_code == 404


def test_figures_are_exact_for_who_organises_and_point_at_nobody_else(
    stage: Stage, activity: Activity
) -> None:
    with unit_of_work(stage.house) as work:
        activities.attended(work, stage.cleo, activity)
    stage.as_ben.post(f"/activities/{activity.id}/cancel-sign-up")
    place = "/activities/figures?region_code=330211001001&from=2026-03-01&to=2026-03-31"

    exact = stage.worker.get(f"/activities/{activity.id}/figures").json
    in_month = stage.worker.get(place).json
    of_neighbour = stage.as_ada.get(place).json

    people = {"activities": 1, "capacity": 20, "signed_up": 1, "attended": 1, "absent": 0, "cancelled": 1}
    assert exact.items() >= people.items()
    assert in_month["total"] == exact
    assert [each["kind"] for each in in_month["by_kind"]] == ["recreation"]
    assert of_neighbour["total"]["attended"] is None
    assert stage.as_ada.get(f"/activities/{activity.id}/figures").status_code == 403


def test_people_are_reminded_a_day_before_once(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at - timedelta(hours=24))
    stage.timetable.run("events.activities.remind")
    stage.move(minutes=5)
    stage.timetable.run("events.activities.remind")

    assert stage.inbox(stage.as_ada).count("events.activity_reminder") == 1


def test_a_members_activity_checks_its_room_in(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        room = living_rooms.room(work)
    wanted = stage.wanted(organisation_id=stage.choir.id, living_room_id=room.id)
    made = stage.as_cleo.post("/activities", wanted).json
    path = f"/activities/{made['id']}"
    stage.as_cleo.post(f"{path}/submit")
    stage.worker.post(f"{path}/publish")
    stage.as_ada.post(f"{path}/sign-up")
    stage.move_to(stage.start)

    stage.worker.post(f"{path}/check-in", {"resident_ids": [stage.ada.id]})

    assert stage.worker.get(f"/bookings/{made['booking_id']}").json["status"] == "checked_in"


def test_an_activity_stands_in_ones_own_calendar(stage: Stage, activity: Activity, anyone: ApiClient) -> None:
    link = stage.as_ada.post("/calendar-links", {"kind": "mine"}).json["url"]
    address = "/" + link.split("://")[1].partition("/")[2].partition("api/v1/")[2]

    signed_up = anyone.get(address).text
    stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up")
    cancelled = anyone.get(address).text

    assert "SUMMARY:重阳节包饺子" in signed_up
    assert "STATUS:CONFIRMED" in signed_up
    assert "STATUS:CANCELLED" in cancelled


def test_feedback_is_given_within_a_month(stage: Stage, activity: Activity) -> None:
    with unit_of_work(stage.house) as work:
        activities.attended(work, stage.cleo, activity)
    path, words = f"/activities/{activity.id}/feedback", {"rating": 4}

    stage.move_to(activity.ends_at + timedelta(days=30))
    late = stage.as_cleo.post(path, words)

    assert (late.status_code, late.json["code"]) == (422, "too_late")
    assert stage.worker.get(path).json["items"] == []


def test_who_signs_up_within_the_last_day_is_not_reminded(stage: Stage, activity: Activity) -> None:
    stage.move_to(activity.starts_at - timedelta(hours=23))
    stage.as_cleo.post(f"/activities/{activity.id}/sign-up")

    stage.timetable.run("events.activities.remind")

    assert "events.activity_reminder" in stage.inbox(stage.as_ada)
    assert "events.activity_reminder" not in stage.inbox(stage.as_cleo)


def test_no_screen_shows_the_code_of_what_is_not_published(stage: Stage, anyone: ApiClient) -> None:
    with unit_of_work(stage.house) as work:
        room = living_rooms.room(work)
    made = stage.worker.post("/activities", stage.wanted(living_room_id=room.id)).json
    token = stage.worker.post(f"/living-rooms/{room.id}/screen-token").json["token"]
    headers = {"Authorization": f"Bearer {token}"}

    def shown() -> int:
        return anyone.get(f"/activities/{made['id']}/check-in-code", headers=headers).status_code

    draft = shown()
    stage.worker.post(f"/activities/{made['id']}/publish")
    published = shown()
    stage.worker.post(f"/activities/{made['id']}/cancel", {"reason": "台风预警。"})

    assert (draft, published, shown()) == (401, 200, 401)


def test_one_is_checked_in_by_the_code_of_this_activity_alone(stage: Stage, activity: Activity) -> None:
    other = stage.activity()
    stage.move_to(activity.starts_at)

    refused = stage.as_ada.post(f"/activities/{activity.id}/check-in", {"code": code_of(stage, other)})

    assert (refused.status_code, refused.json["code"]) == (422, "wrong_code")


def test_nobody_is_noted_as_having_come_long_before_it_begins(stage: Stage, activity: Activity) -> None:
    path, ada = f"/activities/{activity.id}", stage.ada.id
    stage.move_to(activity.starts_at - timedelta(minutes=61))

    refused = [
        stage.worker.post(f"{path}/check-in", {"resident_ids": [ada]}),
        stage.worker.post(f"{path}/attendance", {"resident_id": ada, "attended": True}),
    ]

    assert [(each.status_code, each.json["code"]) for each in refused] == [(422, "too_early")] * 2
