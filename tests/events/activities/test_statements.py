"""How much signing up, and reading what there is, asks of the database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from service.events.activities.models import Activity
from service.kit.edge import unit_of_work
from tests.events.activities.conftest import Stage
from tests.factories import accounts, activities, residents
from tests.statements import statements

# Who acts; the activity; the resident; the place, waited for and taken; the sign-up; the message; what is answered; the
# audit entry.
SIGN_UP = 9
# Who acts; for whom one may act, their organisations, where they live and their tags; the page; own places and waits.
PAGE = 10
# Who acts; for whom one may act, their organisations; the page; the audit entry where a worker reads.
PEOPLE = 6


def test_signing_up_takes_few_statements(engine: Engine, stage: Stage) -> None:
    activity, other = stage.activity(), stage.activity()
    stage.as_ada.post(f"/activities/{other.id}/sign-up")

    with statements(engine) as sent:
        stage.as_ada.post(f"/activities/{activity.id}/sign-up")

    assert len(sent) <= SIGN_UP, "\n\n".join(sent)


def test_a_page_takes_as_many_statements_however_long_it_is(engine: Engine, stage: Stage) -> None:
    for _ in range(3):
        stage.as_ada.post(f"/activities/{stage.activity().id}/sign-up")
    stage.as_ada.get("/activities")

    with statements(engine) as short:
        stage.as_ada.get("/activities?limit=1")
    with statements(engine) as long:
        page = stage.as_ada.get("/activities")

    assert len(page.json["items"]) == 3
    assert len(short) == len(long) <= PAGE, "\n\n".join(long)


def test_lists_of_people_take_as_many_statements_however_long_they_are(engine: Engine, stage: Stage) -> None:
    activity, full = stage.activity(organisation_id=stage.choir.id), stage.activity(capacity=1)
    clients = [stage.neighbour()[1] for _ in range(3)]
    for client in (stage.as_ada, *clients):
        client.post(f"/activities/{activity.id}/sign-up")
        client.post(f"/activities/{full.id}/sign-up")
        client.post(f"/activities/{full.id}/waitlist")
    ways = [(stage.worker, "sign-ups", 5), (stage.as_cleo, "sign-ups", 4), (stage.worker, "waitlist", 3)]

    for reader, kind, there in ways:
        reader.get(f"/activities/{kind}")
        with statements(engine) as short:
            reader.get(f"/activities/{kind}?limit=1")
        with statements(engine) as long:
            page = reader.get(f"/activities/{kind}")

        assert len(page.json["items"]) == there
        assert len(short) == len(long) <= PEOPLE, "\n\n".join(long)


def told_of(stage: Stage, people: int, do: Callable[[Activity], object]) -> int:
    """How many statements it takes to do something to an activity of so many people and to tell all of them."""
    with unit_of_work(stage.house) as work:
        activity = activities.activity(work, stage.start, capacity=people)
        for number in range(2 * people):
            person = residents.resident(work, name=f"邻居{number}")
            accounts.resident_account(work, person.id)
            (activities.sign_up if number < people else activities.wait)(work, person, activity)
    stage.timetable.deliver()
    with statements(stage.house.engine) as sent:
        do(activity)
        stage.timetable.deliver()
    return len(sent)


@pytest.mark.parametrize(
    ("verb", "change"), [("cancel", {"reason": "台风预警。"}), ("patch", {"place": "社区食堂"})]
)
def test_all_are_told_in_as_many_statements_however_many_they_are(
    stage: Stage, verb: str, change: dict[str, str]
) -> None:
    def do(activity: Activity) -> None:
        path = f"/activities/{activity.id}"
        done = (
            stage.worker.patch(path, change)
            if verb == "patch"
            else stage.worker.post(f"{path}/{verb}", change)
        )
        assert done.status_code == 200

    few, many = told_of(stage, 2, do), told_of(stage, 12, do)

    assert few == many


def test_all_are_reminded_in_as_many_statements_however_many_they_are(stage: Stage) -> None:
    def remind(activity: Activity) -> None:
        stage.move_to(activity.starts_at - timedelta(hours=24))
        stage.timetable.run("events.activities.remind")

    few = told_of(stage, 2, remind)
    stage.start += timedelta(days=7)
    many = told_of(stage, 12, remind)

    assert few == many
