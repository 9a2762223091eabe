"""What 浙里办 has made sure of: by number and name together, only of verified records, and never by name alone."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.identities.actions import note_proof
from service.accounts.identity import Identification, ProvenPerson
from service.accounts.models import Account
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents

NAME, ID_NUMBER = "陈阿婆", "330211194001011022"
OTHER_NUMBER = "330211194001011049"


@pytest.fixture
def account(work: UnitOfWork) -> Account:
    regions.tree(work)
    return accounts.resident_account(work)


def _prove(
    work: UnitOfWork, timetable: Timetable, account: Account, name: str = NAME, number: str = ID_NUMBER
) -> None:
    """As a login by 浙里办 would."""
    note_proof(work, account.id, Identification("zheliban", "u-1", ProvenPerson(name, number)))
    work.session.flush()
    timetable.deliver()
    work.session.refresh(account)


def _register(app: Flask, work: UnitOfWork, account: Account, name: str = NAME) -> Any:
    wanted = {"name": name, "phone": "13812345678", "id_number": ID_NUMBER, "region_code": regions.COMMUNITY}
    answer = accounts.client_of(app, work, account).post("/residents/me", wanted)
    assert answer.status_code == 201, answer.text
    return answer.json


def test_who_is_on_record_with_that_number_and_name_finds_their_record(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask
) -> None:
    record = residents.resident(work, name=NAME, id_number=ID_NUMBER)

    _prove(work, timetable, account, name=" 陈 阿婆", number=ID_NUMBER.lower())

    work.session.refresh(record)
    assert account.resident_id == record.id
    assert record.proved_by == "zheliban"
    inbox = accounts.client_of(app, work, account).get("/inbox").json["items"]
    assert [each["text"] for each in inbox] == ["residents.verified"]
    entry = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "prove_identity")).one()
    assert entry.subject == str(record.id)


@pytest.mark.parametrize(
    ("name", "number", "status"),
    [
        ("陈阿姨", ID_NUMBER, ResidentStatus.VERIFIED),
        (NAME, OTHER_NUMBER, ResidentStatus.VERIFIED),
        (NAME, ID_NUMBER, ResidentStatus.PENDING),
        (NAME, ID_NUMBER, ResidentStatus.DECEASED),
        (NAME, ID_NUMBER, ResidentStatus.MOVED_AWAY),
        (NAME, ID_NUMBER, ResidentStatus.REJECTED),
    ],
)
def test_neither_a_name_nor_a_number_alone_nor_an_unverified_record_is_enough(
    work: UnitOfWork, timetable: Timetable, account: Account, name: str, number: str, status: ResidentStatus
) -> None:
    record = residents.resident(work, name=NAME, id_number=ID_NUMBER, status=status)

    _prove(work, timetable, account, name, number)

    assert account.resident_id is None
    assert record.proved_by is None


def test_a_claim_on_a_verified_record_is_joined_whichever_came_first(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask
) -> None:
    record = residents.resident(work, name=NAME, id_number=ID_NUMBER)
    claim = UUID(_register(app, work, account)["id"])
    _prove(work, timetable, account)
    joined_later = account.resident_id
    other = accounts.resident_account(work)
    other_record = residents.resident(work, name="林小满", id_number=OTHER_NUMBER)
    _prove(work, timetable, other, "林小满", OTHER_NUMBER)

    assert joined_later == record.id
    assert work.session.get(Resident, claim) is None
    assert other.resident_id == other_record.id


def test_who_registers_after_the_proof_waits_for_nobody_on_record(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask
) -> None:
    _prove(work, timetable, account)
    record = residents.resident(work, name=NAME, id_number=ID_NUMBER)
    _register(app, work, account)
    timetable.deliver()
    work.session.refresh(account)

    assert account.resident_id == record.id


def test_who_is_new_to_the_register_is_proven_but_waits_for_a_worker(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask
) -> None:
    _prove(work, timetable, account)
    made = UUID(_register(app, work, account)["id"])
    timetable.deliver()

    person = work.session.get_one(Resident, made)
    assert (person.status, person.proved_by) == (ResidentStatus.PENDING, "zheliban")


def test_a_claim_under_another_name_than_the_proven_one_waits_for_a_worker(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask
) -> None:
    residents.resident(work, name="王桂英", id_number=ID_NUMBER)
    claim = UUID(_register(app, work, account)["id"])

    _prove(work, timetable, account)

    assert account.resident_id == claim


def test_who_is_somebody_else_on_record_stays_that(
    work: UnitOfWork, timetable: Timetable, account: Account
) -> None:
    own = residents.resident(work, name="林小满", id_number=OTHER_NUMBER)
    residents.resident(work, name=NAME, id_number=ID_NUMBER)
    account.resident_id = own.id
    work.session.flush()

    _prove(work, timetable, account)

    assert account.resident_id == own.id


def test_workers_see_what_is_proven_and_a_new_number_is_not(
    work: UnitOfWork, timetable: Timetable, account: Account, app: Flask, worker: ApiClient
) -> None:
    record = residents.resident(work, name=NAME, id_number=ID_NUMBER)
    _prove(work, timetable, account)

    before = worker.get(f"/residents/{record.id}").json["proved_by"]
    changed = worker.patch(f"/residents/{record.id}", {"id_number": OTHER_NUMBER}).json["proved_by"]

    assert (before, changed) == ("zheliban", None)
