"""What becomes of places when somebody dies, moves, is erased, or turns out to be on record twice."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from service.events.activities.jobs import forget_people
from service.events.activities.models import ActivityFeedback, ActivityWait, SignUp
from service.events.activities.rules import SignUpEnd, SignUpStatus
from service.kit import personal
from service.kit.edge import unit_of_work
from service.kit.waiting import WaitlistState
from tests.events.activities.conftest import Stage
from tests.factories import activities, residents


def row(stage: Stage, model: type[Any], row_id: UUID) -> Any:
    with unit_of_work(stage.house) as work:
        return work.session.get(model, row_id, populate_existing=True)


def test_the_places_of_who_has_died_are_free_again(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    other = stage.activity(capacity=1)
    with unit_of_work(stage.house) as work:
        sign_up = activities.sign_up(work, stage.ben, activity)
        activities.sign_up(work, stage.ada, other)
        wait = activities.wait(work, stage.ben, other)

    died = stage.worker.post(f"/residents/{stage.ben.id}/record-death", {"died_on": str(date(2026, 3, 1))})
    stage.timetable.deliver()

    assert died.status_code == 200, died.json
    assert row(stage, SignUp, sign_up).ended_by is SignUpEnd.DEPARTURE
    assert row(stage, ActivityWait, wait).status is WaitlistState.LAPSED
    assert stage.places(activity) == (0, 1)


def test_who_is_erased_leaves_a_figure_without_a_name(stage: Stage) -> None:
    past = stage.activity(capacity=2)
    coming = stage.activity(capacity=2)
    with unit_of_work(stage.house) as work:
        came = activities.attended(work, stage.ben, past)
        work.session.add(
            ActivityFeedback(
                id=work.new_id(),
                activity_id=past.id,
                sign_up_id=came.id,
                rating=5,
                comment="我住三幢，很近。",
                created_at=work.now,
            )
        )
        given_back = activities.sign_up(work, stage.ben, coming)
        activities.wait(work, stage.ben, stage.activity(capacity=1))

    with unit_of_work(stage.house) as work:
        kept = personal.erase_everywhere(work, stage.ben.id)

    assert any("活动" in each.what.zh for each in kept)
    assert row(stage, SignUp, came.id).resident_id is None
    assert row(stage, SignUp, came.id).status is SignUpStatus.ATTENDED
    assert row(stage, SignUp, given_back).ended_by is SignUpEnd.DEPARTURE
    assert stage.places(coming) == (0, 2)
    with unit_of_work(stage.house) as work:
        assert work.session.query(ActivityFeedback).one().comment is None
        assert work.session.query(ActivityWait).count() == 0


def test_activities_of_long_ago_name_nobody(stage: Stage) -> None:
    activity = stage.activity()
    with unit_of_work(stage.house) as work:
        came = activities.attended(work, stage.ben, activity)

    with unit_of_work(stage.house) as work:
        first = forget_people(work, activity.ends_at, 10)
        then = forget_people(work, activity.ends_at.replace(year=2027), 10)
        again = forget_people(work, activity.ends_at.replace(year=2027), 10)

    assert (first, then, again) == (0, 1, 0)
    assert row(stage, SignUp, came.id).resident_id is None


@pytest.mark.parametrize("gone_attended", [False, True])
def test_somebody_on_record_twice_has_one_place(stage: Stage, gone_attended: bool) -> None:
    activity = stage.activity(capacity=5)
    with unit_of_work(stage.house) as work:
        twin = residents.resident(work, name="阿达")
        kept = activities.sign_up(work, stage.ada, activity)
        gone = activities.attended(work, twin, activity).id if gone_attended else None
        gone = gone or activities.sign_up(work, twin, activity)
        before = stage.places(activity)

    merged = stage.worker.post(f"/residents/{stage.ada.id}/merge", {"other_id": twin.id})

    assert merged.status_code == 201, merged.json
    loser, winner = (kept, gone) if gone_attended else (gone, kept)
    assert row(stage, SignUp, loser).ended_by is SignUpEnd.MERGE
    assert row(stage, SignUp, winner).resident_id == stage.ada.id
    assert (before, stage.places(activity)) == ((2, 5), (1, 5))

    undone = stage.worker.post(f"/merges/{merged.json['id']}/undo")

    assert undone.status_code == 200, undone.json
    assert {row(stage, SignUp, each).status for each in (kept, gone)} <= {
        SignUpStatus.SIGNED_UP,
        SignUpStatus.ATTENDED,
    }
    assert row(stage, SignUp, gone).resident_id == twin.id
    assert stage.places(activity) == (2, 5)


def test_who_has_a_place_does_not_wait_as_somebody_else(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    with unit_of_work(stage.house) as work:
        twin = residents.resident(work, name="阿达")
        activities.sign_up(work, stage.ada, activity)
        wait = activities.wait(work, twin, activity)

    merged = stage.worker.post(f"/residents/{stage.ada.id}/merge", {"other_id": twin.id})

    assert merged.status_code == 201, merged.json
    assert row(stage, ActivityWait, wait).status is WaitlistState.LAPSED


def test_what_is_to_come_is_an_open_matter(stage: Stage) -> None:
    activity = stage.activity(capacity=1)
    with unit_of_work(stage.house) as work:
        activities.sign_up(work, stage.ada, activity)
        activities.wait(work, stage.ben, activity)
        open_matters = personal.matters_open_for(work, [stage.ada.id, stage.ben.id])

    assert {each.what.zh for each in open_matters} == {"活动：重阳节包饺子", "候补活动：重阳节包饺子"}
