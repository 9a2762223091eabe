"""Making, changing, reviewing, publishing and cancelling activities; and the living room that is booked with them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from service.kit.actor import Function, Role
from service.kit.clock import local
from service.kit.edge import unit_of_work
from service.living_rooms.rooms.models import LivingRoom
from service.organisations.rules import OrganisationKind
from service.residents.tags.queries import every_tag
from tests.events.activities.conftest import Stage
from tests.factories import accounts, living_rooms, organisations, regions


@pytest.fixture
def room(stage: Stage) -> LivingRoom:
    with unit_of_work(stage.house) as work:
        return living_rooms.room(work)


def bookings(stage: Stage, room: LivingRoom, status: str = "confirmed") -> list[dict[str, Any]]:
    query = f"/bookings?living_room_id={room.id}&status={status}"
    found: list[dict[str, Any]] = stage.worker.get(query).json["items"]
    return found


def test_a_worker_drafts_and_publishes(stage: Stage) -> None:
    made = stage.worker.post("/activities", stage.wanted(region_codes=[regions.GRID]))

    assert made.status_code == 201
    assert made.headers["ETag"].startswith('"1.')
    assert (made.json["status"], made.json["region_codes"]) == ("draft", [regions.GRID])
    assert made.json["sign_up_closes_at"] == made.json["starts_at"]
    path = f"/activities/{made.json['id']}"
    _, in_grid = stage.neighbour(region_code=regions.GRID)
    assert in_grid.get(path).status_code == 404
    assert in_grid.post(f"{path}/sign-up").status_code == 404
    assert stage.worker.post(f"{path}/publish").json["status"] == "published"
    assert in_grid.get("/activities").json["items"][0]["id"] == made.json["id"]
    assert stage.as_ada.get(path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": "2026-03-04T14:00:00+08:00"}, "ends_at"),
        ({"starts_at": "2026-03-02T09:00:00+08:00"}, "starts_at"),
        ({"ends_at": "2026-03-08T14:00:00+08:00"}, "ends_at"),
        ({"sign_up_closes_at": "2026-03-04T16:00:01+08:00"}, "sign_up_closes_at"),
        ({"sign_up_opens_at": "2026-03-04T15:00:00+08:00"}, "sign_up_closes_at"),
        ({"place": None}, "place"),
        ({"capacity": 0}, "capacity"),
    ],
)
def test_what_can_not_be_is_refused_by_name(stage: Stage, changes: dict[str, Any], field: str) -> None:
    refused = stage.worker.post("/activities", stage.wanted(**changes))

    assert refused.status_code == 422
    assert list(refused.json["errors"]) == [field]


def test_a_change_that_can_not_be_is_refused_by_name(stage: Stage) -> None:
    late = {"sign_up_opens_at": "2026-03-04T15:00:00+08:00"}

    answer = stage.worker.patch(stage.published(), late, headers={"If-Match": "*"})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["sign_up_closes_at"])


def test_nobody_invites_beyond_their_duty(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        street = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])
        grid = accounts.staff(work, Role.GRID_WORKER, regions.GRID)
    without_notices, grid_worker = stage.client(street), stage.client(grid)

    assert stage.far_worker.post("/activities", stage.wanted()).json["code"] == "out_of_scope"
    assert without_notices.post("/activities", stage.wanted()).json["code"] == "out_of_scope"
    assert grid_worker.post("/activities", stage.wanted()).json["code"] == "out_of_scope"
    assert stage.as_ada.post("/activities", stage.wanted()).json["code"] == "out_of_scope"
    beyond = stage.worker.post("/activities", stage.wanted(region_codes=[regions.STREET]))
    assert (beyond.status_code, beyond.json["code"]) == (403, "out_of_scope")
    unknown = stage.worker.post("/activities", stage.wanted(audience=["no_such_tag"]))
    assert (unknown.status_code, unknown.json["code"]) == (422, "unknown_target")


def test_no_organisation_invites_by_a_tag_that_is_no_neighbours_business(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        sensitive = next(each.code for each in every_tag(work) if each.is_sensitive and not each.is_computed)
    of_choir = {"organisation_id": stage.choir.id, "audience": [sensitive]}

    assert stage.as_cleo.post("/activities", stage.wanted(**of_choir)).json["code"] == "unknown_target"
    assert stage.worker.post("/activities", stage.wanted(**of_choir)).json["code"] == "unknown_target"
    assert stage.worker.post("/activities", stage.wanted(audience=[sensitive])).status_code == 201


def test_an_organisations_activity_is_published_by_a_worker(stage: Stage) -> None:
    made = stage.as_cleo.post("/activities", stage.wanted(organisation_id=stage.choir.id))
    path = f"/activities/{made.json['id']}"

    assert made.status_code == 201, made.json
    assert stage.as_cleo.post(f"{path}/publish").json["code"] == "forbidden"
    assert stage.as_cleo.post(f"{path}/submit").json["status"] == "in_review"
    assert stage.as_cleo.patch(path, {"title": "改了"}).json["code"] == "wrong_state"
    assert "events.activity_to_review" in stage.inbox(stage.worker)
    returned = stage.worker.post(f"{path}/return", {"reason": "请写明集合地点。"})
    assert (returned.json["status"], returned.json["reason"]) == ("draft", "请写明集合地点。")
    assert "events.activity_returned" in stage.inbox(stage.as_cleo)
    assert stage.as_cleo.patch(path, {"place": "社区门口"}).status_code == 200
    stage.as_cleo.post(f"{path}/submit")
    assert stage.worker.post(f"{path}/publish").json["status"] == "published"
    assert "events.activity_published" in stage.inbox(stage.as_cleo)


def test_only_members_of_a_social_organisation_invite_in_its_name(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        firm = organisations.organisation(work, OrganisationKind.PROPERTY, "物业公司")
        organisations.member(work, firm, stage.cleo)

    assert stage.as_ada.post("/activities", stage.wanted(organisation_id=stage.choir.id)).status_code == 403
    refused = stage.as_cleo.post("/activities", stage.wanted(organisation_id=firm.id))
    assert (refused.status_code, refused.json["code"]) == (403, "organisation_may_not")


def test_a_room_is_booked_with_the_activity_far_ahead(stage: Stage, room: LivingRoom) -> None:
    in_a_month = stage.start + timedelta(days=28)
    wanted = stage.wanted(
        place=None, living_room_id=room.id, starts_at=in_a_month, ends_at=in_a_month + timedelta(hours=2)
    )

    made = stage.worker.post("/activities", wanted)

    assert made.status_code == 201, made.json
    assert (made.json["place"], made.json["living_room_id"]) == ("桂花会客厅", str(room.id))
    [booking] = bookings(stage, room)
    assert booking["id"] == made.json["booking_id"]
    assert (booking["title"], booking["headcount"]) == ("重阳节包饺子", 20)


def test_a_taken_room_refuses_the_activity_and_nothing_is_made(stage: Stage, room: LivingRoom) -> None:
    wanted = stage.wanted(living_room_id=room.id)
    stage.worker.post("/activities", wanted)

    refused = stage.worker.post("/activities", wanted)

    assert (refused.status_code, refused.json["code"]) == (409, "slot_taken")
    assert len(stage.worker.get("/activities").json["items"]) == 1
    assert len(bookings(stage, room)) == 1


def test_the_booking_follows_the_activity(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)
    stage.as_ada.post(f"{path}/sign-up")

    moved = stage.worker.patch(
        path, {"starts_at": "2026-03-04T15:00:00+08:00", "ends_at": "2026-03-04T17:00:00+08:00"}
    )

    assert moved.status_code == 200, moved.json
    [booking] = bookings(stage, room)
    assert booking["starts_at"] == "2026-03-04T15:00:00+08:00"
    assert moved.json["sign_up_closes_at"] == "2026-03-04T15:00:00+08:00"
    assert "events.activity_changed" in stage.inbox(stage.as_ada)
    assert stage.worker.get(path).json["room_lost_at"] is None


def test_who_comes_is_told_of_a_move_whatever_else_is_changed_after_it(stage: Stage) -> None:
    path = stage.published()
    stage.as_ada.post(f"{path}/sign-up")

    stage.worker.patch(path, {"place": "社区食堂"})
    stage.worker.patch(path, {"description": "请自带围裙。"})

    assert stage.inbox(stage.as_ada).count("events.activity_changed") == 1
    assert "社区食堂" in stage.as_ada.get("/inbox").json["items"][0]["body"]


def test_of_what_is_put_off_people_are_reminded_anew(stage: Stage) -> None:
    path = stage.published()
    stage.as_ada.post(f"{path}/sign-up")
    stage.move_to(stage.start - timedelta(hours=24))
    stage.timetable.run("events.activities.remind")
    later = stage.start + timedelta(days=7)
    ends_at = later + timedelta(hours=2)
    stage.worker.patch(path, {"starts_at": later.isoformat(), "ends_at": ends_at.isoformat()})

    stage.move_to(later - timedelta(hours=24))
    for _ in range(2):
        stage.timetable.run("events.activities.remind")

    assert stage.inbox(stage.as_ada).count("events.activity_reminder") == 2


def test_a_move_that_the_room_refuses_changes_nothing(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)
    later = {"starts_at": "2026-03-04T17:00:00+08:00", "ends_at": "2026-03-04T18:00:00+08:00"}
    stage.worker.post("/activities", stage.wanted(living_room_id=room.id, **later))

    refused = stage.worker.patch(path, {"ends_at": "2026-03-04T17:30:00+08:00"})

    assert refused.json["code"] == "slot_taken"
    assert stage.worker.get(path).json["ends_at"] == "2026-03-04T16:00:00+08:00"


def test_an_activity_that_moves_elsewhere_leaves_its_room(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)
    with unit_of_work(stage.house) as work:
        other = living_rooms.room(work, name="银杏会客厅")

    moved = stage.worker.patch(path, {"living_room_id": other.id})

    assert moved.status_code == 200, moved.json
    assert moved.json["place"] == "银杏会客厅"
    assert (len(bookings(stage, room)), len(bookings(stage, other))) == (0, 1)
    outside = stage.worker.patch(path, {"living_room_id": None, "place": "社区广场"})
    assert (outside.json["living_room_id"], outside.json["place"]) == (None, "社区广场")
    assert bookings(stage, other) == []


def test_a_place_that_is_named_alone_is_where_it_is_and_the_room_is_free(
    stage: Stage, room: LivingRoom
) -> None:
    path = stage.published(living_room_id=room.id)
    stage.as_ada.post(f"{path}/sign-up")

    outside = stage.worker.patch(path, {"place": "社区广场"})

    assert outside.status_code == 200, outside.json
    told = {name: outside.json[name] for name in ("place", "living_room_id", "booking_id", "room_lost_at")}
    assert told == {"place": "社区广场", "living_room_id": None, "booking_id": None, "room_lost_at": None}
    assert bookings(stage, room) == []
    assert "events.activity_changed" in stage.inbox(stage.as_ada)


def test_a_room_that_is_named_by_its_own_name_is_not_left(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)

    same = stage.worker.patch(path, {"title": "元宵节包饺子", "place": "桂花会客厅"})

    assert (same.status_code, same.json["living_room_id"]) == (200, str(room.id))
    assert [each["title"] for each in bookings(stage, room)] == ["元宵节包饺子"]


def test_a_room_and_another_place_are_refused_together(stage: Stage, room: LivingRoom) -> None:
    path = stage.published()

    both = stage.worker.patch(path, {"living_room_id": room.id, "place": "社区食堂"})

    assert (both.status_code, list(both.json["errors"])) == (422, ["place"])
    assert bookings(stage, room) == []
    assert stage.worker.get(path).json["place"] == "社区广场"


def test_who_leaves_a_room_says_for_which_place(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)

    nowhere = stage.worker.patch(path, {"living_room_id": None})

    assert (nowhere.status_code, nowhere.json["code"]) == (422, "no_place_named")
    assert len(bookings(stage, room)) == 1


def test_cancelling_frees_the_room_and_tells_all(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id, capacity=2)
    stage.as_ada.post(f"{path}/sign-up")
    stage.as_ben.post(f"{path}/sign-up")
    stage.as_cleo.post(f"{path}/waitlist")

    cancelled = stage.worker.post(f"{path}/cancel", {"reason": "台风预警。"})

    assert (cancelled.json["status"], cancelled.json["places_left"]) == ("cancelled", 2)
    assert bookings(stage, room) == []
    for client in (stage.as_ada, stage.as_ben, stage.as_cleo):
        assert stage.inbox(client)[0] == "events.activity_cancelled"
    assert "events.activity_room_lost" not in stage.inbox(stage.worker)
    [sign_up] = stage.as_ada.get("/activities/sign-ups").json["items"]
    assert (sign_up["status"], sign_up["ended_by"]) == ("cancelled", "activity")
    assert stage.as_ada.post(f"{path}/sign-up").json["code"] == "wrong_state"
    assert stage.worker.post(f"{path}/cancel", {"reason": "再来。"}).json["code"] == "wrong_state"


def test_a_closed_room_leaves_the_activity_without_a_place_until_it_has_another(
    stage: Stage, room: LivingRoom
) -> None:
    path = stage.published(living_room_id=room.id)

    closure = {"starts_at": stage.start, "ends_at": stage.start + timedelta(hours=1), "reason": "水管爆裂"}
    stage.worker.post(f"/living-rooms/{room.id}/closures", closure)

    assert "events.activity_room_lost" in stage.inbox(stage.worker)
    told = stage.worker.get(path).json
    assert told["room_lost_at"] is not None
    assert told["booking_id"] is None
    elsewhere = stage.worker.patch(path, {"living_room_id": None, "place": "社区广场"})
    assert (elsewhere.json["room_lost_at"], elsewhere.json["place"]) == (None, "社区广场")


def test_what_has_another_place_after_its_room_was_closed_is_not_called_off(
    stage: Stage, room: LivingRoom
) -> None:
    path = stage.published(living_room_id=room.id)
    closure = {"starts_at": stage.start, "ends_at": stage.start + timedelta(hours=1), "reason": "水管爆裂"}
    stage.worker.post(f"/living-rooms/{room.id}/closures", closure)
    stage.timetable.deliver()

    elsewhere = stage.worker.patch(path, {"place": "社区广场"})
    stage.move_to(stage.start - timedelta(hours=1))
    stage.timetable.run("events.activities.call_off_without_place")

    assert (elsewhere.json["room_lost_at"], elsewhere.json["place"]) == (None, "社区广场")
    assert elsewhere.json["living_room_id"] is None
    assert stage.worker.get(path).json["status"] == "published"


def test_an_activity_without_a_place_is_called_off_two_hours_before(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)
    stage.as_ada.post(f"{path}/sign-up")
    booking_id = stage.worker.get(path).json["booking_id"]
    stage.worker.post(f"/bookings/{booking_id}/cancel", {"reason": "另有安排"})
    stage.timetable.deliver()

    stage.move_to(stage.start - timedelta(hours=2, minutes=1))
    stage.timetable.run("events.activities.call_off_without_place")
    before = stage.worker.get(path).json["status"]
    stage.move_to(stage.start - timedelta(hours=1, minutes=55))
    stage.timetable.run("events.activities.call_off_without_place")

    assert (before, stage.worker.get(path).json["status"]) == ("published", "cancelled")
    assert "events.activity_cancelled" in stage.inbox(stage.as_ada)


def test_what_has_lost_its_room_is_not_published(stage: Stage, room: LivingRoom) -> None:
    made = stage.worker.post("/activities", stage.wanted(living_room_id=room.id)).json
    stage.worker.post(f"/bookings/{made['booking_id']}/cancel")
    stage.timetable.deliver()

    refused = stage.worker.post(f"/activities/{made['id']}/publish")

    assert (refused.status_code, refused.json["code"]) == (409, "activity_not_ready")


def test_publishing_approves_an_organisations_room(stage: Stage, room: LivingRoom) -> None:
    wanted = stage.wanted(organisation_id=stage.choir.id, living_room_id=room.id, capacity=25)
    made = stage.as_cleo.post("/activities", wanted)
    assert made.status_code == 201, made.json
    [pending] = bookings(stage, room, "pending")
    stage.as_cleo.post(f"/activities/{made.json['id']}/submit")

    published = stage.worker.post(f"/activities/{made.json['id']}/publish")

    assert published.status_code == 200, published.json
    assert [each["id"] for each in bookings(stage, room)] == [pending["id"]]


def test_there_are_never_fewer_places_than_are_taken(stage: Stage) -> None:
    activity = stage.activity(capacity=3)
    for client in (stage.as_ada, stage.as_ben):
        client.post(f"/activities/{activity.id}/sign-up")

    refused = stage.worker.patch(f"/activities/{activity.id}", {"capacity": 1})
    lowered = stage.worker.patch(f"/activities/{activity.id}", {"capacity": 2})

    assert (refused.status_code, refused.json["code"]) == (409, "more_signed_up")
    assert (lowered.status_code, lowered.json["places_left"]) == (200, 0)


def test_a_stale_change_is_refused(stage: Stage) -> None:
    activity = stage.activity()

    assert stage.worker.patch(f"/activities/{activity.id}", {"title": "改"}, etag='"7"').status_code == 412
    assert stage.worker.patch(f"/activities/{activity.id}", {"title": "改"}, etag=None).status_code == 428


def test_the_list_is_of_what_is_to_come_the_earliest_first(stage: Stage) -> None:
    later, sooner = (stage.activity(starts_at=stage.start + timedelta(days=days)) for days in (3, 1))
    stage.activity(starts_at=stage.clock.now() - timedelta(days=3))

    coming = stage.as_ada.get("/activities").json["items"]
    first = stage.as_ada.get("/activities?limit=1").json
    second = stage.as_ada.get(f"/activities?limit=1&cursor={first['next_cursor']}").json

    assert [each["id"] for each in coming] == [str(sooner.id), str(later.id)]
    assert [each["id"] for each in first["items"] + second["items"]] == [str(sooner.id), str(later.id)]
    assert len(stage.as_ada.get("/activities?from=2026-02-01&to=2026-03-01").json["items"]) == 1
    assert stage.as_ada.get("/activities?kind=lecture").json["items"] == []


def test_days_are_asked_for_from_midnight_to_midnight(stage: Stage) -> None:
    midnight = stage.clock.today_at("00:00", days=2)
    for at in (midnight - timedelta(minutes=1), midnight, midnight + timedelta(days=1)):
        stage.activity(starts_at=at, title=f"{local(at):%d %H:%M}")

    def titles(days: str) -> list[str]:
        return [each["title"] for each in stage.as_ada.get(f"/activities?{days}").json["items"]]

    assert titles("from=2026-03-04&to=2026-03-04") == ["04 00:00"]
    assert titles("from=2026-03-04") == ["04 00:00", "05 00:00"]
    assert titles("to=2026-03-04") == ["03 23:59", "04 00:00"]


def test_the_longest_activity_is_listed_until_its_last_moment(stage: Stage) -> None:
    longest = stage.activity(title="三天的邻居节", hours=72)

    stage.move_to(longest.ends_at - timedelta(seconds=1))
    during = [each["title"] for each in stage.as_ada.get("/activities").json["items"]]
    stage.move_to(longest.ends_at)
    after = [each["title"] for each in stage.as_ada.get("/activities").json["items"]]

    assert (during, after) == (["三天的邻居节"], [])


def test_the_database_keeps_no_activity_that_is_longer(stage: Stage) -> None:
    with pytest.raises(IntegrityError, match="activities_longest_check"):
        stage.activity(hours=73)


def test_nobody_invites_more_than_a_year_ahead(stage: Stage) -> None:
    start = stage.clock.now() + timedelta(days=366, seconds=1)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}

    refused = stage.worker.post("/activities", stage.wanted(**times))

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["starts_at"])


def drafted_by_choir(stage: Stage, room: LivingRoom) -> dict[str, Any]:
    """An activity of so many people that its room waits for an approval."""
    wanted = stage.wanted(organisation_id=stage.choir.id, living_room_id=room.id, capacity=25)
    made: dict[str, Any] = stage.as_cleo.post("/activities", wanted).json
    return made


def test_an_activity_whose_room_was_refused_has_none(stage: Stage, room: LivingRoom) -> None:
    made = drafted_by_choir(stage, room)

    stage.worker.post(f"/bookings/{made['booking_id']}/reject", {"reason": "当天大扫除"})

    assert "events.activity_room_lost" in stage.inbox(stage.worker)
    told = stage.worker.get(f"/activities/{made['id']}").json
    assert (told["room_lost_at"] is not None, told["booking_id"]) == (True, None)


def test_an_activity_whose_room_nobody_approved_has_none(stage: Stage, room: LivingRoom) -> None:
    made = drafted_by_choir(stage, room)

    stage.move(days=1)
    assert stage.timetable.run("living_rooms.bookings.expire_pending_bookings")

    assert "events.activity_room_lost" in stage.inbox(stage.worker)
    assert stage.worker.get(f"/activities/{made['id']}").json["room_lost_at"] is not None


def test_an_activity_whose_room_stands_for_another_time_has_lost_it(stage: Stage, room: LivingRoom) -> None:
    path = stage.published(living_room_id=room.id)
    booking_id = stage.worker.get(path).json["booking_id"]
    later = {"starts_at": "2026-03-04T15:00:00+08:00", "ends_at": "2026-03-04T17:00:00+08:00"}

    moved = stage.worker.patch(f"/bookings/{booking_id}", later)

    assert moved.status_code == 200, moved.json
    assert "events.activity_room_lost" in stage.inbox(stage.worker)
    told = stage.worker.get(path).json
    assert (told["room_lost_at"] is not None, told["booking_id"]) == (True, booking_id)
