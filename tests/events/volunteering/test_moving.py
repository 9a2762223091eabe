"""Minutes are passed on once, to elders of the family; donated, given from the pool, and used; never below nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from service.events.volunteering import queries
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.messages import ResidentPlaceChanged
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.events.volunteering.conftest import BORN_OLD, Speak, account, balance
from tests.factories import accounts, regions, residents
from tests.factories.volunteering import balance as now_has
from tests.factories.volunteering import hours

As = Callable[[Resident], ApiClient]
TRANSFERS, DONATIONS, GIFTS, USES = (
    f"/time-bank/{each}" for each in ("transfers", "donations", "gifts", "uses")
)


def to(elder: Resident, minutes: int = 60, **more: Any) -> dict[str, Any]:
    return {"to_resident_id": elder.id, "minutes": minutes, **more}


def test_minutes_are_passed_on_to_an_elder_of_the_household(
    as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    son = as_person(volunteer)

    passed = son.post(TRANSFERS, to(mother, 100))

    assert passed.status_code == 201
    [entry] = passed.json["entries"]
    assert (entry["kind"], entry["minutes"], entry["acted_by"]) == ("transferred", 100, None)
    assert (entry["from_account"]["resident_name"], entry["to_account"]["resident_name"]) == (
        "沈国强",
        "沈**",
    )
    assert (balance(son), balance(as_person(mother))) == (20, 100)


def test_minutes_are_passed_on_to_an_elder_for_whom_one_acts(
    app: Flask, work: UnitOfWork, volunteer: Resident, stranger: Resident
) -> None:
    hours(work, volunteer, 120)
    own = accounts.resident_account(work, volunteer.id)
    residents.proxy(work, stranger, own, ["care"])
    client = accounts.client_of(app, work, own)

    assert client.post(TRANSFERS, to(stranger)).status_code == 201


def test_nobody_learns_who_is_on_record_by_passing_minutes_on(
    as_person: As, work: UnitOfWork, volunteer: Resident, stranger: Resident
) -> None:
    hours(work, volunteer, 120)
    son = as_person(volunteer)

    refused = [
        son.post(TRANSFERS, {"to_resident_id": each, "minutes": 60}) for each in (stranger.id, uuid4())
    ]

    assert [(each.status_code, each.json["code"]) for each in refused] == [(403, "not_family")] * 2
    assert refused[0].json["detail"] == refused[1].json["detail"]


def test_who_receives_is_an_elder_and_somebody_else(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    mother.birth_on = date(1966, 3, 3)
    work.session.flush()
    son = as_person(volunteer)

    young = son.post(TRANSFERS, to(mother))
    oneself = son.post(TRANSFERS, to(volunteer))
    mother.birth_on = date(1966, 3, 2)
    work.session.flush()

    assert (young.status_code, young.json["code"]) == (409, "not_an_elder")
    assert (oneself.status_code, oneself.json["code"]) == (422, "same_account")
    assert son.post(TRANSFERS, to(mother)).status_code == 201


def test_what_was_received_is_not_passed_on_again_in_any_circle(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    volunteer.birth_on = BORN_OLD
    hours(work, volunteer, 120)
    son, elder = as_person(volunteer), as_person(mother)
    son.post(TRANSFERS, to(mother, 120))

    back = elder.post(TRANSFERS, to(volunteer, 60))
    hours(work, mother, 30)
    own = elder.post(TRANSFERS, to(volunteer, 30))
    again = elder.post(TRANSFERS, to(volunteer, 1))
    round_again = son.post(TRANSFERS, to(mother, 1))

    assert (back.status_code, back.json["code"]) == (409, "not_transferable")
    assert own.status_code == 201
    assert {again.json["code"], round_again.json["code"]} == {"not_transferable"}
    assert (account(elder)["balance_minutes"], account(elder)["transferable_minutes"]) == (120, 0)


def test_nobody_gives_what_they_have_not(
    as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 60)
    son = as_person(volunteer)

    refused = [son.post(TRANSFERS, to(mother, 61)), son.post(DONATIONS, {"minutes": 61})]

    assert [(each.status_code, each.json["code"]) for each in refused] == [(409, "not_enough_minutes")] * 2
    assert balance(son) == 60


def test_who_is_under_age_gives_only_with_a_worker(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    volunteer.birth_on = date(2008, 3, 3)
    hours(work, volunteer, 120)
    child = as_person(volunteer)

    alone = child.post(TRANSFERS, to(mother))
    with_guardian = worker.post(TRANSFERS, to(mother, from_resident_id=volunteer.id))

    assert (alone.status_code, alone.json["code"]) == (403, "guardian_needed")
    assert child.post(DONATIONS, {"minutes": 1}).json["code"] == "guardian_needed"
    assert with_guardian.json["entries"][0]["acted_by"]["acting_as"] == "staff"


def test_at_the_desk_other_relatives_receive_and_the_giver_is_told(
    worker: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    volunteer: Resident,
    stranger: Resident,
    timetable: Timetable,
) -> None:
    accounts.resident_account(work, volunteer.id)
    hours(work, volunteer, 120)
    elsewhere = as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)

    refused = elsewhere.post(TRANSFERS, to(stranger, from_resident_id=volunteer.id))
    passed = worker.post(TRANSFERS, to(stranger, from_resident_id=volunteer.id))
    timetable.deliver()

    assert refused.json["code"] == "out_of_scope"
    assert passed.status_code == 201
    assert "events.minutes_sent" in set(work.session.scalars(select(InboxMessage.text)))


def test_nobody_gives_for_another_but_a_worker(
    app: Flask, work: UnitOfWork, volunteer: Resident, mother: Resident, as_person: As
) -> None:
    hours(work, mother, 120)
    daughter = accounts.resident_account(work, volunteer.id)
    residents.proxy(work, mother, daughter, ["notices", "care"])
    client = accounts.client_of(app, work, daughter)

    assert client.post(TRANSFERS, to(volunteer, from_resident_id=mother.id)).status_code == 403
    assert client.post(DONATIONS, {"minutes": 1, "from_resident_id": mother.id}).status_code == 403


def test_what_is_donated_goes_to_an_elder_of_the_community(
    as_person: As,
    worker: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    volunteer: Resident,
    stranger: Resident,
) -> None:
    hours(work, volunteer, 120)
    as_person(volunteer).post(DONATIONS, {"minutes": 100})
    there = residents.resident(work, regions.OTHER_COMMUNITY, birth_on=BORN_OLD)
    other = as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)

    given = worker.post(GIFTS, {"resident_id": stranger.id, "minutes": 60})
    beyond = worker.post(GIFTS, {"resident_id": stranger.id, "minutes": 41})
    young = worker.post(GIFTS, {"resident_id": volunteer.id, "minutes": 1})
    elsewhere = other.post(GIFTS, {"resident_id": there.id, "minutes": 1})

    assert given.json["entries"][0]["from_account"] == {
        "kind": "pool",
        "resident_id": None,
        "resident_name": None,
    }
    assert [each.json["code"] for each in (beyond, young, elsewhere)] == [
        "not_enough_minutes",
        "not_an_elder",
        "not_enough_minutes",
    ]
    assert balance(worker, stranger) == 60


def test_minutes_are_used_for_a_service(worker: ApiClient, work: UnitOfWork, volunteer: Resident) -> None:
    hours(work, volunteer, 120)

    used = worker.post(USES, {"resident_id": volunteer.id, "minutes": 100, "used_for": "meals"})
    beyond = worker.post(USES, {"resident_id": volunteer.id, "minutes": 21, "used_for": "meals"})

    assert used.json["entries"][0]["used_for"] == "meals"
    assert used.json["entries"][0]["acted_by"]["acting_as"] == "staff"
    assert beyond.json["code"] == "not_enough_minutes"
    assert balance(worker, volunteer) == 20


def test_the_same_request_again_moves_nothing_twice(
    as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    son = as_person(volunteer)

    for _ in range(2):
        assert son.post(TRANSFERS, to(mother), key="once").status_code == 201

    assert balance(son) == 60


def test_what_the_dead_have_left_is_their_familys_for_a_year_then_the_pools(
    worker: ApiClient,
    work: UnitOfWork,
    volunteer: Resident,
    stranger: Resident,
    mother: Resident,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    hours(work, stranger, 120)
    worker.post(TRANSFERS, to(mother, 100, from_resident_id=stranger.id))
    worker.post(f"/residents/{mother.id}/record-death", {"died_on": "2026-03-01"})
    timetable.deliver()

    inherited = worker.post(TRANSFERS, to(volunteer, 30, from_resident_id=mother.id))
    clock.move_to(clock.now() + timedelta(days=363))
    timetable.run("events.volunteering.settle_estates")
    kept = now_has(work, mother.id)
    clock.move(days=1)
    timetable.run("events.volunteering.settle_estates")

    assert inherited.status_code == 201, inherited.json
    assert (kept, now_has(work, mother.id), now_has(work, volunteer.id)) == (70, 0, 30)
    assert queries.ledger(work, month=date(2026, 3, 1)).pool_minutes == 70


def test_who_did_not_die_after_all_keeps_what_they_have(
    worker: ApiClient, work: UnitOfWork, stranger: Resident, clock: StoppedClock, timetable: Timetable
) -> None:
    hours(work, stranger, 120)
    worker.post(f"/residents/{stranger.id}/record-death", {"died_on": "2026-03-01"})
    timetable.deliver()
    undone = worker.post(f"/residents/{stranger.id}/undo-death")
    timetable.deliver()

    clock.move_to(clock.now() + timedelta(days=400))
    timetable.run("events.volunteering.settle_estates")

    assert undone.status_code == 200, undone.json
    assert now_has(work, stranger.id) == 120


def test_an_account_goes_with_its_person(
    worker: ApiClient, as_staff: Speak, work: UnitOfWork, volunteer: Resident, timetable: Timetable
) -> None:
    hours(work, volunteer, 120)
    other = as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)

    volunteer.region_code = regions.OTHER_COMMUNITY
    work.session.flush()
    work.announce(ResidentPlaceChanged(resident_id=volunteer.id, moved=True, noted_at=work.now))
    timetable.deliver()

    assert worker.get("/time-bank/account", query_string={"resident_id": volunteer.id}).status_code == 404
    assert balance(other, volunteer) == 120
    assert len(other.get("/time-bank/entries").json["items"]) == 1


def test_minutes_are_for_verified_residents_of_the_district(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident
) -> None:
    hours(work, volunteer, 120)
    waiting = residents.resident(work, birth_on=BORN_OLD, status=ResidentStatus.PENDING)

    refused = [
        worker.post(TRANSFERS, to(waiting, from_resident_id=volunteer.id)),
        worker.post(GIFTS, {"resident_id": waiting.id, "minutes": 1}),
        worker.post(USES, {"resident_id": waiting.id, "minutes": 1, "used_for": "meals"}),
    ]

    assert [(each.status_code, each.json["code"]) for each in refused] == [(409, "not_living_here")] * 3


def test_of_whom_no_day_of_birth_is_on_record_a_worker_knows_whether_they_are_old(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    mother.birth_on = None
    work.session.flush()

    online = as_person(volunteer).post(TRANSFERS, to(mother))
    at_desk = worker.post(TRANSFERS, to(mother, from_resident_id=volunteer.id))

    assert (online.status_code, online.json["code"]) == (409, "not_an_elder")
    assert at_desk.status_code == 201


def test_who_receives_minutes_is_told(
    as_person: As,
    worker: ApiClient,
    work: UnitOfWork,
    volunteer: Resident,
    mother: Resident,
    timetable: Timetable,
) -> None:
    hours(work, volunteer, 120)
    elder, son = as_person(mother), as_person(volunteer)
    timetable.deliver()

    son.post(TRANSFERS, to(mother))
    timetable.deliver()

    assert [each["text"] for each in elder.get("/inbox").json["items"]] == ["events.minutes_received"]


def test_nobody_gives_away_with_the_account_of_who_has_died(
    as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    son = as_person(volunteer)
    volunteer.status = ResidentStatus.DECEASED
    work.session.flush()

    refused = [son.post(TRANSFERS, to(mother)), son.post(DONATIONS, {"minutes": 1})]

    assert [each.status_code for each in refused] == [403, 403]
    assert now_has(work, volunteer.id) == 120
