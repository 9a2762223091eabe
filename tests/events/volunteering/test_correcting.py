"""What was credited wrongly is taken back whole; what is not there any more comes off what is credited next."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from service.events.volunteering.models import TimeAccount, TimeCorrection, TimeEntry
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.volunteering.conftest import Speak, account, balance
from tests.factories import regions
from tests.factories.volunteering import hours, used

As = Callable[[Resident], ApiClient]
WHY = {"reason": "重复登记"}


def reverse(client: ApiClient, hours_id: Any) -> Any:
    return client.post(f"/volunteer-hours/{hours_id}/reverse", WHY)


def test_hours_are_taken_back_with_their_reason_and_never_deleted(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident
) -> None:
    row = hours(work, volunteer, 120)

    reversed_now = reverse(worker, row.id)
    again = reverse(worker, row.id)

    assert (reversed_now.json["status"], reversed_now.json["reversed_because"]) == ("reversed", "重复登记")
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")
    entries = worker.get("/time-bank/entries").json["items"]
    assert [(each["kind"], each["minutes"]) for each in entries] == [("corrected", 120), ("granted", 120)]
    assert balance(worker, volunteer) == 0


def test_what_was_passed_on_stays_and_is_claimed_from_later_hours(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    son = as_person(volunteer)
    row = hours(work, volunteer, 120)
    son.post("/time-bank/transfers", {"to_resident_id": mother.id, "minutes": 100})

    reverse(worker, row.id)
    after = account(son)
    hours(work, volunteer, 60)
    later = account(son)
    hours(work, volunteer, 60)

    assert balance(worker, mother) == 100
    assert (after["balance_minutes"], after["owed_minutes"]) == (0, 100)
    assert (later["balance_minutes"], later["owed_minutes"]) == (0, 40)
    assert (account(son)["balance_minutes"], account(son)["owed_minutes"]) == (20, 0)
    [correction] = worker.get("/time-bank/corrections").json["items"]
    assert (correction["minutes"], correction["taken"], correction["status"]) == (120, 120, "settled")


def test_who_owes_has_nothing_to_give_however_it_comes_back(
    as_person: As, worker: ApiClient, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    son, elder = as_person(volunteer), as_person(mother)
    row = hours(work, volunteer, 120)
    son.post("/time-bank/transfers", {"to_resident_id": mother.id, "minutes": 120})
    reverse(worker, row.id)
    volunteer.birth_on = mother.birth_on
    hours(work, mother, 200)

    back = elder.post("/time-bank/transfers", {"to_resident_id": volunteer.id, "minutes": 120})

    assert back.status_code == 201
    assert (account(son)["balance_minutes"], account(son)["owed_minutes"]) == (0, 0)


def test_what_is_still_due_can_be_waived_once(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident
) -> None:
    row = hours(work, volunteer, 120)
    used(work, volunteer, 100)
    reverse(worker, row.id)
    [correction] = worker.get("/time-bank/corrections?status=open").json["items"]
    path = f"/time-bank/corrections/{correction['id']}/waive"

    waived = worker.post(path, {"reason": "系统差错，非本人责任"})
    again = worker.post(path, WHY)
    hours(work, volunteer, 60)

    assert (waived.json["status"], waived.json["taken"], waived.json["owed"]) == ("waived", 20, 0)
    assert again.json["code"] == "wrong_state"
    assert balance(worker, volunteer) == 60


def test_only_a_worker_of_the_persons_community_corrects_and_waives(
    as_person: As, worker: ApiClient, as_staff: Speak, work: UnitOfWork, volunteer: Resident
) -> None:
    row = hours(work, volunteer, 120)
    used(work, volunteer, 100)
    street, auditor = as_staff(Role.STREET_STAFF, regions.STREET), as_staff(Role.AUDITOR, functions=())
    elsewhere = as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)

    refused = [
        reverse(each, row.id).status_code for each in (as_person(volunteer), street, auditor, elsewhere)
    ]
    reverse(worker, row.id)
    [correction] = worker.get("/time-bank/corrections").json["items"]
    path = f"/time-bank/corrections/{correction['id']}/waive"

    assert refused == [403, 403, 403, 404]
    assert [
        each.post(path, WHY).status_code for each in (as_person(volunteer), street, auditor, elsewhere)
    ] == [403, 403, 403, 404]


def test_an_entry_is_never_changed_and_no_sum_by_hand(work: UnitOfWork, volunteer: Resident) -> None:
    hours(work, volunteer, 120)
    used(work, volunteer, 20)

    for statement in (
        update(TimeEntry).values(minutes=1),
        text("DELETE FROM time_entries"),
        update(TimeAccount).values(credited=TimeAccount.credited + 1),
        text("UPDATE time_accounts SET earned = 0"),
    ):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(statement)


def test_the_database_lets_nobody_give_what_they_have_not(work: UnitOfWork, volunteer: Resident) -> None:
    hours(work, volunteer, 60)
    entry = used(work, volunteer, 60)

    with pytest.raises(IntegrityError, match="time_accounts_balance_check"), work.session.begin_nested():
        work.session.execute(
            text(
                "INSERT INTO time_entries (id, kind, from_account_id, to_account_id, minutes, used_for, made_at)"
                " SELECT gen_random_uuid(), kind, from_account_id, to_account_id, 1, used_for, made_at"
                " FROM time_entries WHERE id = :id"
            ),
            {"id": entry.id},
        )
    assert work.session.scalars(select(TimeCorrection)).all() == []
