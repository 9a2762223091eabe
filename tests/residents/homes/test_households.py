"""Households: founded, split, with one householder at a time, and one that is missing said."""

from datetime import date

import pytest
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.homes.models import Household
from service.residents.homes.rules import Relation
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import accounts, homes, regions
from tests.factories.residents import resident
from tests.residents.conftest import Speak


@pytest.fixture
def family(work: UnitOfWork) -> tuple[Household, list[Resident]]:
    """A householder with wife and son."""
    home = homes.home(work)
    household = homes.household(work, home)
    people = [resident(work, name=name) for name in ("陈大伯", "林阿姨", "陈小军")]
    relations = (Relation.HOUSEHOLDER, Relation.SPOUSE, Relation.SON)
    for person, relation in zip(people, relations, strict=True):
        homes.living(work, person, home, household=household, relation=relation)
    return household, people


def members(told: dict[str, object]) -> dict[str, str]:
    return {each["name"]: each["relation"] for each in told["members"]}  # type: ignore[attr-defined,index]


def test_who_lives_in_a_home_founds_a_household(worker: ApiClient, work: UnitOfWork) -> None:
    home = homes.home(work)
    man, wife = resident(work, name="陈大伯"), resident(work, name="林阿姨")
    for person in (man, wife):
        homes.living(work, person, home)
    related = [
        {"resident_id": man.id, "relation": "householder"},
        {"resident_id": wife.id, "relation": "spouse"},
    ]

    founded = worker.post("/households", {"home_id": home.id, "number": "3302110001", "members": related})

    assert founded.status_code == 201
    assert members(founded.json) == {"陈大伯": "householder", "林阿姨": "spouse"}
    [found] = worker.get("/households?number=3302110001").json["items"]
    assert found == founded.json
    assert worker.get(f"/homes/{home.id}").json["residents"] == 2


def test_who_does_not_live_there_founds_none(worker: ApiClient, work: UnitOfWork) -> None:
    home = homes.home(work)
    related = [{"resident_id": resident(work).id, "relation": "householder"}]

    refused = worker.post("/households", {"home_id": home.id, "members": related})

    assert (refused.status_code, refused.json["code"]) == (422, "not_a_member")
    assert list(refused.json["errors"]) == ["members.0.resident_id"]


def test_there_is_one_householder_at_a_time(
    worker: ApiClient, family: tuple[Household, list[Resident]], work: UnitOfWork
) -> None:
    household, (man, wife, son) = family
    cousin = resident(work, name="陈堂弟")
    path = f"/households/{household.id}"

    second = worker.post(
        f"/residents/{cousin.id}/move",
        {
            "home": {"id": household.home_id},
            "household_id": household.id,
            "relation": "householder",
            "moved_in_on": "2026-01-01",
        },
    )
    changed = worker.patch(path, {"householder_id": wife.id})
    renamed = worker.patch(
        path,
        {
            "householder_id": son.id,
            "members": [{"resident_id": man.id, "relation": "parent"}],
        },
    )

    assert (second.status_code, second.json["code"]) == (409, "householder_twice")
    assert members(changed.json) == {"陈大伯": "other", "林阿姨": "householder", "陈小军": "son"}
    assert members(renamed.json) == {"陈大伯": "parent", "林阿姨": "other", "陈小军": "householder"}


def test_two_householders_at_once_or_a_stranger_are_refused(
    worker: ApiClient, family: tuple[Household, list[Resident]], work: UnitOfWork
) -> None:
    household, (man, wife, _) = family
    both = [{"resident_id": each.id, "relation": "householder"} for each in (man, wife)]

    twice = worker.patch(f"/households/{household.id}", {"members": both})
    stranger = worker.patch(f"/households/{household.id}", {"householder_id": resident(work).id})

    assert (twice.status_code, twice.json["code"]) == (409, "householder_twice")
    assert (stranger.status_code, stranger.json["code"]) == (422, "not_a_member")


def test_a_household_splits_in_the_same_home(
    worker: ApiClient, family: tuple[Household, list[Resident]]
) -> None:
    household, (_, _, son) = family
    wanted = {"members": [{"resident_id": son.id, "relation": "householder"}], "on": "2026-02-28"}

    split = worker.post(f"/households/{household.id}/split", wanted)
    again = worker.post(f"/households/{household.id}/split", wanted)

    assert (split.status_code, members(split.json)) == (201, {"陈小军": "householder"})
    assert split.json["home_id"] == str(household.home_id)
    assert members(worker.get(f"/households/{household.id}").json) == {
        "陈大伯": "householder",
        "林阿姨": "spouse",
    }
    before = worker.get(f"/homes/{household.home_id}?on=2026-02-27").json["households"]
    assert [len(each["members"]) for each in before] == [3]
    assert (again.status_code, again.json["code"]) == (422, "not_a_member")


@pytest.mark.parametrize("how", ["record-death", "move-out", "move"])
def test_a_household_whose_householder_is_gone_stays_and_says_that_it_needs_one(
    worker: ApiClient,
    family: tuple[Household, list[Resident]],
    work: UnitOfWork,
    timetable: Timetable,
    how: str,
) -> None:
    household, (man, _, _) = family
    colleague = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    day = "2026-03-01"
    bodies = {
        "record-death": {"died_on": day},
        "move-out": {"moved_out_on": day},
        "move": {"home": {"region_code": regions.GRID, "room": "999"}, "moved_in_on": day},
    }

    worker.post(f"/residents/{man.id}/{how}", bodies[how])
    timetable.deliver()

    told = worker.get(f"/households/{household.id}").json
    assert (told["needs_householder"], len(told["members"])) == (True, 2)
    mine = InboxMessage.account_id == colleague.id
    [message] = work.session.scalars(select(InboxMessage).where(mine)).all()
    assert (message.text, message.subject) == ("residents.householder_gone", str(household.id))
    assert "胜利路社区 301 室" in message.body_zh
    assert "陈" not in message.body_zh


def test_nobody_is_asked_about_a_household_without_people(
    worker: ApiClient, work: UnitOfWork, timetable: Timetable
) -> None:
    accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    person = resident(work)
    homes.living(work, person, homes.home(work), relation=Relation.HOUSEHOLDER)

    worker.post(f"/residents/{person.id}/record-death", {"died_on": "2026-03-01"})
    timetable.deliver()

    assert work.session.scalars(select(InboxMessage)).all() == []


def test_a_household_belongs_to_one_home(
    worker: ApiClient, family: tuple[Household, list[Resident]], work: UnitOfWork
) -> None:
    household, _ = family
    person = resident(work)

    refused = worker.post(
        f"/residents/{person.id}/move",
        {
            "home": {"region_code": regions.GRID, "room": "999"},
            "household_id": household.id,
            "moved_in_on": "2026-01-01",
        },
    )

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_household")


def test_a_households_number_and_kind_are_kept(
    worker: ApiClient, family: tuple[Household, list[Resident]]
) -> None:
    household, _ = family

    changed = worker.patch(f"/households/{household.id}", {"kind": "collective", "number": "3302110009"})
    cleared = worker.patch(f"/households/{household.id}", {"number": None})

    assert (changed.json["kind"], changed.json["number"]) == ("collective", "3302110009")
    assert cleared.json["number"] is None


def test_households_are_seen_and_kept_by_who_serves_their_home(
    as_staff: Speak, other_worker: ApiClient, family: tuple[Household, list[Resident]]
) -> None:
    household, (man, _, _) = family
    grid_worker = as_staff(Role.GRID_WORKER, regions.GRID)
    path = f"/households/{household.id}"
    split = {"members": [{"resident_id": man.id, "relation": "householder"}]}

    assert grid_worker.get(path).status_code == 200
    assert grid_worker.patch(path, {"number": "1"}).status_code == 403
    assert grid_worker.post(f"{path}/split", split).status_code == 403
    assert other_worker.get(path).status_code == 404
    assert other_worker.get(f"/households?home_id={household.home_id}").json["items"] == []
    assert other_worker.post("/households", {"home_id": household.home_id}).json["code"] == "no_such_home"


def test_changing_members_counts_as_changing_the_household(
    worker: ApiClient, family: tuple[Household, list[Resident]]
) -> None:
    household, (_, wife, _) = family
    etag = worker.get(f"/households/{household.id}").headers["ETag"]
    worker.patch(f"/households/{household.id}", {"householder_id": wife.id})

    stale = worker.patch(f"/households/{household.id}", {"number": "1"}, etag=etag)

    assert stale.status_code == 412


def test_a_day_before_they_lived_there_is_refused(
    worker: ApiClient, family: tuple[Household, list[Resident]]
) -> None:
    household, (_, _, son) = family
    wanted = {
        "members": [{"resident_id": son.id, "relation": "householder"}],
        "on": date(2023, 12, 31).isoformat(),
    }

    refused = worker.post(f"/households/{household.id}/split", wanted)

    assert (refused.status_code, refused.json["code"]) == (409, "residence_overlaps")
