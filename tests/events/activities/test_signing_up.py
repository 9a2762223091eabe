"""Signing up over HTTP: for whom, when, and never beyond the last place."""

from datetime import timedelta
from uuid import uuid4

import pytest

from service.events.activities.actions import places
from service.events.activities.rules import ActivityStatus
from service.kit.edge import unit_of_work
from service.residents.homes.rules import HouseholdKind
from service.residents.rules import ResidentStatus
from tests.events.activities.conftest import Stage
from tests.factories import accounts, homes, regions, residents, tags


def test_a_resident_signs_up_and_is_told(stage: Stage) -> None:
    activity = stage.activity(capacity=2)

    signed_up = stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert signed_up.status_code == 201
    [told] = signed_up.json["items"]
    assert told["resident_id"] == str(stage.ada.id)
    assert told["status"] == "signed_up"
    assert (told["acted_by"], told["brought_by"]) == (None, None)
    assert stage.as_ada.get(f"/activities/{activity.id}").json["places_left"] == 1
    assert stage.as_ada.get("/activities/sign-ups").json["items"] == [told]
    assert stage.inbox(stage.as_ada) == ["events.activity_signed_up"]


def test_who_knows_an_activity_is_told_when_others_or_they_themselves_take_a_place(stage: Stage) -> None:
    path = f"/activities/{stage.activity(capacity=2).id}"
    first = stage.as_ada.get(path).headers["ETag"]
    assert stage.as_ada.get(path, headers={"If-None-Match": first}).status_code == 304
    stage.as_ben.post(f"{path}/sign-up")

    fewer = stage.as_ada.get(path, headers={"If-None-Match": first})
    stage.as_ada.post(f"{path}/sign-up")
    own = stage.as_ada.get(path, headers={"If-None-Match": fewer.headers["ETag"]})

    assert (fewer.json["places_left"], own.json["places_left"]) == (1, 0)
    assert [each["resident_id"] for each in own.json["sign_ups"]] == [str(stage.ada.id)]


def test_a_place_that_is_taken_meanwhile_holds_up_no_workers_change(stage: Stage) -> None:
    path = f"/activities/{stage.activity().id}"
    etag = stage.worker.get(path).headers["ETag"]
    stage.as_ada.post(f"{path}/sign-up")

    changed, stale = (stage.worker.patch(path, {"title": title}, etag=etag) for title in ("改", "又改"))

    assert (changed.status_code, stale.status_code) == (200, 412)


def test_the_last_place_is_given_once(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    refused = stage.as_ben.post(f"/activities/{activity.id}/sign-up")

    assert (refused.status_code, refused.json["code"]) == (409, "activity_full")
    assert stage.places(activity) == (1, 1)


def test_nobody_has_two_places(stage: Stage) -> None:
    activity = stage.activity()
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    refused = stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert (refused.status_code, refused.json["code"]) == (409, "already_signed_up")
    assert stage.places(activity) == (1, 20)


def test_a_household_comes_together_or_not_at_all(stage: Stage) -> None:
    activity = stage.activity(capacity=2)
    with unit_of_work(stage.house) as work:
        home = homes.home(work)
        household = homes.household(work, home)
        child = residents.resident(work, name="小达")
        homes.living(work, stage.ada, home, household=household)
        homes.living(work, child, home, household=household)
    both = {"resident_ids": [stage.ada.id, child.id]}

    signed_up = stage.as_ada.post(f"/activities/{activity.id}/sign-up", both)

    assert signed_up.status_code == 201, signed_up.json
    assert [each["brought_by"] for each in signed_up.json["items"]] == [None, str(stage.ada.id)]
    assert stage.places(activity) == (2, 2)
    small = stage.activity(capacity=1)
    assert stage.as_ada.post(f"/activities/{small.id}/sign-up", both).json["code"] == "activity_full"
    assert stage.places(small) == (0, 1)


def test_who_shares_a_dormitory_is_no_household(stage: Stage) -> None:
    activity = stage.activity()
    with unit_of_work(stage.house) as work:
        home = homes.home(work)
        dormitory = homes.household(work, home, HouseholdKind.COLLECTIVE)
        for person in (stage.ada, stage.ben):
            homes.living(work, person, home, household=dormitory)

    refused = stage.as_ada.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ben.id]})

    assert (refused.status_code, refused.json["code"]) == (403, "out_of_scope")


def test_a_proxy_who_lives_elsewhere_sees_the_elder_and_nobody_else(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    with unit_of_work(stage.house) as work:
        elder = residents.resident(work, name="阿婆")
        daughter = accounts.resident_account(work)
        residents.proxy(work, elder, daughter, ["booking"])
    as_daughter = stage.client(daughter)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    stage.as_ben.post(f"/activities/{activity.id}/waitlist")

    told = as_daughter.get(f"/activities/{activity.id}").json

    assert (told["sign_ups"], told["waits"]) == ([], [])
    assert as_daughter.get("/activities/sign-ups").json["items"] == []
    assert as_daughter.get("/activities/waitlist").json["items"] == []
    assert as_daughter.get("/activities?mine=true").json["items"] == []


def test_nobody_learns_of_a_tag_from_an_invitation(stage: Stage) -> None:
    activity = stage.activity(audience=("lives_alone",))
    with unit_of_work(stage.house) as work:
        tags.tag(work, stage.ada)

    assert stage.as_ada.get(f"/activities/{activity.id}").json["audience"] == []
    assert stage.worker.get(f"/activities/{activity.id}").json["audience"] == ["lives_alone"]


def test_a_neighbour_can_not_find_out_who_comes(stage: Stage) -> None:
    activity = stage.activity()
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    there, not_there = ({"resident_ids": [each.id]} for each in (stage.ada, stage.cleo))

    for verb in ("cancel-sign-up", "check-in", "sign-up", "waitlist"):
        path = f"/activities/{activity.id}/{verb}"
        answers = [stage.as_ben.post(path, body) for body in (there, not_there)]
        assert [each.status_code for each in answers] == [403, 403], verb
    assert stage.as_ben.get(f"/activities/sign-ups?activity_id={activity.id}").json["items"] == []


def test_nobody_signs_up_a_neighbour(stage: Stage) -> None:
    activity = stage.activity()

    refused = stage.as_ada.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ben.id]})

    assert (refused.status_code, refused.json["code"]) == (403, "out_of_scope")
    assert stage.places(activity) == (0, 20)


def test_a_proxy_signs_up_the_elder_and_is_shown(stage: Stage) -> None:
    activity = stage.activity()
    with unit_of_work(stage.house) as work:
        elder = residents.resident(work, name="阿婆")
        residents.proxy(work, elder, stage.ada_account, ["booking"])

    signed_up = stage.as_ada.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [elder.id]})

    assert signed_up.status_code == 201
    assert signed_up.json["items"][0]["acted_by"]["acting_as"] == "proxy"
    assert stage.as_ada.get("/activities?mine=true").json["items"][0]["sign_ups"] == signed_up.json["items"]


def test_a_worker_signs_up_who_has_no_telephone_also_after_the_window(stage: Stage) -> None:
    activity = stage.activity(sign_up_closes_at=stage.clock.now() + timedelta(hours=1))
    stage.move(hours=2)

    late = stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    at_desk = stage.worker.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ben.id]})

    assert (late.status_code, late.json["code"]) == (422, "sign_up_over")
    assert at_desk.status_code == 201
    assert at_desk.json["items"][0]["acted_by"]["acting_as"] == "staff"
    assert stage.worker.post(f"/activities/{activity.id}/sign-up").json["code"] == "nobody_named"


def test_sign_up_opens_in_its_time(stage: Stage) -> None:
    activity = stage.activity(sign_up_opens_at=stage.clock.now() + timedelta(hours=1))

    early = stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    stage.move(hours=1)

    assert (early.status_code, early.json["code"]) == (422, "sign_up_not_open")
    assert stage.as_ada.post(f"/activities/{activity.id}/sign-up").status_code == 201


def test_an_activity_is_seen_by_whom_it_is_for(stage: Stage) -> None:
    here = stage.activity()
    _, elsewhere = stage.neighbour(region_code=regions.OTHER_COMMUNITY)
    _, in_grid = stage.neighbour(region_code=regions.GRID)

    assert stage.as_ada.get(f"/activities/{here.id}").status_code == 200
    assert in_grid.get(f"/activities/{here.id}").status_code == 200
    assert elsewhere.get(f"/activities/{here.id}").status_code == 404
    assert elsewhere.get("/activities").json["items"] == []
    assert elsewhere.post(f"/activities/{here.id}/sign-up").status_code == 404
    assert stage.far_worker.get(f"/activities/{here.id}").status_code == 404


def test_of_these_people_only_who_has_one_of_its_tags(stage: Stage) -> None:
    activity = stage.activity(audience=("lives_alone",))
    with unit_of_work(stage.house) as work:
        tags.tag(work, stage.ada)

    assert stage.as_ada.post(f"/activities/{activity.id}/sign-up").status_code == 201
    assert stage.as_ben.get(f"/activities/{activity.id}").status_code == 404
    at_desk = stage.worker.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ben.id]})
    assert (at_desk.status_code, at_desk.json["code"]) == (403, "not_targeted")


def test_who_is_not_verified_waits_for_that(stage: Stage) -> None:
    activity = stage.activity()
    _, pending = stage.neighbour(status=ResidentStatus.PENDING)

    refused = pending.post(f"/activities/{activity.id}/sign-up")

    assert (refused.status_code, refused.json["code"]) == (403, "not_verified")


@pytest.mark.parametrize("status", sorted(set(ActivityStatus) - {ActivityStatus.PUBLISHED}))
def test_nobody_signs_up_for_what_is_not_published(stage: Stage, status: ActivityStatus) -> None:
    activity = stage.activity(status=status)

    refused = stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert refused.status_code == (404 if status in ("draft", "in_review") else 409)
    assert stage.places(activity) == (0, 20)


def test_a_place_given_back_is_free_again(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    cancelled = stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up")

    assert cancelled.status_code == 200
    [told] = cancelled.json["items"]
    assert (told["status"], told["ended_by"], told["cancelled_late"]) == ("cancelled", "holder", False)
    assert stage.as_ben.post(f"/activities/{activity.id}/sign-up").status_code == 201
    again = stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up")
    assert again.status_code == 404


def test_giving_back_late_is_noted_and_welcome(stage: Stage) -> None:
    activity = stage.activity(cancel_before_minutes=24 * 60)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    stage.move(days=2)

    [told] = stage.as_ada.post(f"/activities/{activity.id}/cancel-sign-up").json["items"]

    assert told["cancelled_late"] is True
    assert stage.places(activity) == (0, 20)


def test_a_worker_takes_somebody_off_the_list_and_they_are_told(stage: Stage) -> None:
    activity = stage.activity()
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    body = {"resident_ids": [stage.ada.id]}

    assert stage.as_ben.post(f"/activities/{activity.id}/cancel-sign-up", body).status_code == 403
    [told] = stage.worker.post(f"/activities/{activity.id}/cancel-sign-up", body).json["items"]

    assert told["ended_by"] == "organiser"
    assert "events.activity_sign_up_removed" in stage.inbox(stage.as_ada)


def test_what_is_not_there_is_not_found(stage: Stage) -> None:
    for verb in ("sign-up", "cancel-sign-up", "waitlist", "check-in"):
        assert stage.as_ada.post(f"/activities/{uuid4()}/{verb}").status_code == 404


def test_while_its_door_is_closed_nobody_has_a_place(stage: Stage) -> None:
    activity = stage.activity()
    with unit_of_work(stage.house) as work:
        places.set_open(work, activity.id, is_open=False)

    refused = stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert refused.json["code"] == "activity_full"
    assert stage.places(activity) == (0, 20)


def test_all_who_are_signed_up_together_are_verified(stage: Stage) -> None:
    activity = stage.activity()
    pending, _ = stage.neighbour(status=ResidentStatus.PENDING)

    refused = stage.worker.post(
        f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ada.id, pending.id]}
    )

    assert (refused.status_code, refused.json["code"]) == (403, "not_verified")
    assert stage.places(activity) == (0, 20)


def test_nobody_is_signed_up_for_what_is_over_not_even_at_the_desk(stage: Stage) -> None:
    activity = stage.activity()
    people = {"resident_ids": [stage.ben.id]}
    stage.move_to(activity.ends_at - timedelta(seconds=1))
    in_time = stage.worker.post(f"/activities/{activity.id}/sign-up", {"resident_ids": [stage.ada.id]})
    stage.move_to(activity.ends_at)

    refused = stage.worker.post(f"/activities/{activity.id}/sign-up", people)

    assert in_time.status_code == 201
    assert (refused.status_code, refused.json["code"]) == (422, "sign_up_over")


def test_whom_a_worker_takes_off_the_list_did_not_cancel_late(stage: Stage) -> None:
    activity = stage.activity(cancel_before_minutes=24 * 60)
    stage.as_ada.post(f"/activities/{activity.id}/sign-up")
    stage.move_to(activity.starts_at - timedelta(minutes=10))

    [told] = stage.worker.post(
        f"/activities/{activity.id}/cancel-sign-up", {"resident_ids": [stage.ada.id]}
    ).json["items"]

    assert (told["ended_by"], told["cancelled_late"]) == ("organiser", False)
