"""Who acts in an organisation's name: its members, each with the right that it takes, while it may act at all."""

from typing import Any

import pytest

from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.living_rooms.rooms.models import LivingRoom
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.rules import MemberRight, OrganisationKind, Standing
from tests.client import ApiClient
from tests.events.activities.conftest import Stage
from tests.factories import accounts, living_rooms, organisations, regions

ROOMS, PUBLISHING = MemberRight.ROOMS, MemberRight.PUBLISHING


@pytest.fixture
def room(stage: Stage) -> LivingRoom:
    with unit_of_work(stage.house) as work:
        return living_rooms.room(work)


def member(stage: Stage, *rights: MemberRight) -> ApiClient:
    """Somebody of the choir with these rights."""
    person, client = stage.neighbour()
    with unit_of_work(stage.house) as work:
        organisations.member(work, work.session.get_one(Organisation, stage.choir.id), person, rights)
    return client


def suspend(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        choir = work.session.get_one(Organisation, stage.choir.id)
        choir.standing, choir.standing_reason = Standing.SUSPENDED, "列入异常名录"


def drafted(stage: Stage, client: ApiClient, **changes: Any) -> Any:
    return client.post("/activities", stage.wanted(organisation_id=stage.choir.id, **changes))


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_member_without_the_right_to_publish_sees_and_changes_nothing(stage: Stage) -> None:
    helper = member(stage, ROOMS)
    activity = stage.activity(organisation_id=stage.choir.id)
    path = f"/activities/{activity.id}"
    stage.as_ada.post(f"{path}/sign-up")
    draft = drafted(stage, stage.as_cleo).json["id"]
    stage.move_to(activity.starts_at)
    attended = {"resident_id": stage.ada.id, "attended": True}

    refused = [
        drafted(stage, helper),
        helper.patch(f"/activities/{draft}", {"title": "改"}),
        helper.post(f"/activities/{draft}/submit"),
        helper.post(f"{path}/cancel", {"reason": "不办了"}),
        helper.get(f"{path}/check-in-code"),
        helper.post(f"{path}/attendance", attended),
    ]

    assert [refusal(each) for each in refused] == [(403, "no_right_to_publish")] * len(refused)
    assert helper.get(path).json["organisation_name"] == stage.choir.name
    assert helper.get(f"/activities/sign-ups?activity_id={activity.id}").json["items"] == []
    of_ada = {"resident_ids": [stage.ada.id]}
    assert helper.post(f"{path}/check-in", of_ada).status_code in (403, 404)
    assert stage.as_ada.get("/activities/sign-ups").json["items"][0]["status"] == "signed_up"


def test_who_has_lost_the_right_does_not_go_on(stage: Stage) -> None:
    path = f"/activities/{drafted(stage, stage.as_cleo).json['id']}"
    with unit_of_work(stage.house) as work:
        row = work.session.query(OrganisationMember).filter_by(resident_id=stage.cleo.id).one()
        row.rights = [ROOMS]

    assert refusal(stage.as_cleo.patch(path, {"title": "改"})) == (403, "no_right_to_publish")
    assert refusal(stage.as_cleo.post(f"{path}/submit")) == (403, "no_right_to_publish")


def test_a_room_takes_the_right_to_rooms_too(stage: Stage, room: LivingRoom) -> None:
    speaker = member(stage, PUBLISHING)
    with_room = drafted(stage, stage.as_cleo, living_room_id=room.id).json
    path = f"/activities/{with_room['id']}"
    without = drafted(stage, speaker)

    refused = [
        drafted(stage, speaker, living_room_id=room.id),
        speaker.patch(f"/activities/{without.json['id']}", {"living_room_id": room.id}),
        speaker.patch(path, {"capacity": 10}),
    ]

    assert without.status_code == 201
    assert [refusal(each) for each in refused] == [(403, "no_right_to_rooms")] * 3
    assert speaker.patch(path, {"description": "请自带水杯。"}).status_code == 200
    assert stage.as_cleo.patch(path, {"capacity": 10}).status_code == 200


def test_nothing_new_is_published_for_a_suspended_organisation_and_nothing_is_cancelled(stage: Stage) -> None:
    standing = stage.activity(organisation_id=stage.choir.id)
    draft = f"/activities/{drafted(stage, stage.as_cleo).json['id']}"
    handed_in = f"/activities/{drafted(stage, stage.as_cleo).json['id']}"
    stage.as_cleo.post(f"{handed_in}/submit")
    suspend(stage)

    refused = [
        drafted(stage, stage.as_cleo),
        drafted(stage, stage.worker),
        stage.as_cleo.post(f"{draft}/submit"),
        stage.worker.post(f"{handed_in}/publish"),
    ]

    assert [refusal(each) for each in refused] == [(409, "organisation_suspended")] * 4
    assert stage.as_ada.post(f"/activities/{standing.id}/sign-up").status_code == 201
    assert stage.as_cleo.post(f"/activities/{standing.id}/cancel", {"reason": "暂停"}).status_code == 200


def test_no_member_of_another_organisation_touches_an_activity(stage: Stage) -> None:
    dancer, as_dancer = stage.neighbour()
    with unit_of_work(stage.house) as work:
        organisations.member(work, organisations.organisation(work, name="舞蹈队"), dancer)
    activity = stage.activity(organisation_id=stage.choir.id)
    path = f"/activities/{activity.id}"
    draft = f"/activities/{drafted(stage, stage.as_cleo).json['id']}"
    stage.as_ada.post(f"{path}/sign-up")

    assert refusal(drafted(stage, as_dancer)) == (403, "no_right_to_publish")
    assert as_dancer.get(draft).status_code == 404
    assert refusal(as_dancer.patch(draft, {"title": "改"})) == (404, "not_found")
    for verb, body in (
        ("cancel", {"reason": "不办了"}),
        ("attendance", {"resident_id": stage.ada.id, "attended": True}),
    ):
        assert refusal(as_dancer.post(f"{path}/{verb}", body)) == (403, "out_of_scope")
    assert refusal(as_dancer.get(f"{path}/check-in-code")) == (403, "out_of_scope")
    assert refusal(as_dancer.get(f"{path}/figures")) == (403, "out_of_scope")
    assert as_dancer.get(f"/activities/sign-ups?activity_id={activity.id}").json["items"] == []


def test_an_operator_of_care_invites_nobody_and_reads_of_nobody(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        operator = organisations.organisation(work, OrganisationKind.OPERATOR, "颐养照护")
        manager = stage.client(accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id))
    activity = stage.activity()
    path = f"/activities/{activity.id}"
    stage.as_ada.post(f"{path}/sign-up")
    people = {"resident_ids": [stage.ben.id]}

    assert refusal(manager.post("/activities", stage.wanted(organisation_id=operator.id))) == (
        403,
        "out_of_scope",
    )
    assert manager.get(path).status_code == 404
    assert manager.get("/activities").json["items"] == []
    for verb, body in (
        ("sign-up", people),
        ("cancel-sign-up", {"resident_ids": [stage.ada.id]}),
        ("waitlist", people),
        ("check-in", {"resident_ids": [stage.ada.id]}),
        ("attendance", {"resident_id": stage.ada.id, "attended": True}),
        ("cancel", {"reason": "不办了"}),
        ("publish", None),
    ):
        assert manager.post(f"{path}/{verb}", body).status_code == 404, verb
    for kind in ("sign-ups", "waitlist"):
        assert manager.get(f"/activities/{kind}").json["items"] == []
    for kind in ("feedback", "figures", "check-in-code"):
        assert manager.get(f"{path}/{kind}").status_code == 404, kind


def test_what_a_member_says_of_why_is_read_by_others_once_it_was_looked_at(stage: Stage) -> None:
    activity = stage.activity(organisation_id=stage.choir.id, capacity=1)
    path, why = f"/activities/{activity.id}", "加微信领鸡蛋，改天再唱。"
    stage.as_ada.post(f"{path}/sign-up")
    stage.as_ben.post(f"{path}/waitlist")

    cancelled = stage.as_cleo.post(f"{path}/cancel", {"reason": why})

    assert (cancelled.json["reason"], cancelled.json["content_state"]) == (why, "checking")
    for client in (stage.as_ada, stage.as_ben):
        assert stage.inbox(client)[0] == "events.activity_cancelled"
        assert why not in client.get("/inbox").json["items"][0]["body"]
        assert (client.get(path).json["reason"], client.get(path).json["content_state"]) == (None, None)
    [check] = stage.worker.get("/content-checks?kind=events.activity_reason").json["items"]
    assert (check["text"], check["subject_id"]) == (why, str(activity.id))
    stage.worker.post(f"/content-checks/{check['id']}/block", {"reason": "含有广告。"})
    stage.timetable.deliver()
    assert stage.as_ada.get(path).json["reason"] is None
    assert stage.as_cleo.get(path).json["content_state"] == "blocked"
    stage.worker.post(f"/content-checks/{check['id']}/pass")
    stage.timetable.deliver()
    assert [each["reason"] for each in stage.as_ada.get("/activities?mine=true").json["items"]] == [why]


@pytest.mark.parametrize("is_published", [True, False])
def test_what_a_member_says_of_why_other_members_read_once_it_was_looked_at_and_the_room_says_nothing(
    stage: Stage, room: LivingRoom, *, is_published: bool
) -> None:
    with unit_of_work(stage.house) as work:
        cleo = work.session.query(OrganisationMember).filter_by(resident_id=stage.cleo.id).one()
        cleo.rights = [ROOMS, PUBLISHING]
    other, why = member(stage, ROOMS, PUBLISHING), "加微信领鸡蛋，改天再唱。"
    made = drafted(stage, stage.as_cleo, place=None, living_room_id=room.id).json
    path = f"/activities/{made['id']}"
    if is_published:
        stage.as_cleo.post(f"{path}/submit")
        assert stage.worker.post(f"{path}/publish").status_code == 200

    stage.as_cleo.post(f"{path}/cancel", {"reason": why})

    assert stage.as_cleo.get(path).json["reason"] == stage.worker.get(path).json["reason"] == why
    assert other.get(path).json["reason"] is None
    assert other.get(f"/bookings/{made['booking_id']}").json["reason"] is None
    [check] = stage.worker.get("/content-checks?kind=events.activity_reason").json["items"]
    stage.worker.post(f"/content-checks/{check['id']}/pass")
    stage.timetable.deliver()
    assert other.get(path).json["reason"] == why


def test_what_a_worker_says_of_why_is_told_at_once(stage: Stage) -> None:
    activity = stage.activity(organisation_id=stage.choir.id)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    stage.worker.post(f"/activities/{activity.id}/cancel", {"reason": "台风预警。"})

    stage.timetable.deliver()
    assert "台风预警。" in stage.as_ada.get("/inbox").json["items"][0]["body"]
    assert stage.as_ada.get(f"/activities/{activity.id}").json["reason"] == "台风预警。"
    assert stage.worker.get("/content-checks").json["items"] == []


def test_who_publishes_has_a_duty_over_all_who_are_invited(stage: Stage) -> None:
    path = f"/activities/{drafted(stage, stage.as_cleo, region_codes=[regions.STREET]).json['id']}"
    stage.as_cleo.post(f"{path}/submit")
    with unit_of_work(stage.house) as work:
        street = stage.client(accounts.staff(work, Role.STREET_STAFF, regions.STREET))

    beyond = stage.worker.post(f"{path}/publish")

    assert refusal(beyond) == (403, "out_of_scope")
    assert stage.worker.get(path).json["status"] == "in_review"
    assert street.post(f"{path}/publish").json["status"] == "published"
