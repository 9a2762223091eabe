"""Details and emergency contacts over HTTP: who reads and changes what, and what an ID number says first."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people.models import EmergencyContact
from service.residents.people.queries import contacts
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.factories import accounts, regions
from tests.factories.residents import resident
from tests.residents.conftest import Speak
from tests.residents.people.test_routes import ELDER, some_id_number

DAUGHTER = {"name": "王晓岚", "relation": "女儿", "phone": "13800010002"}
NEIGHBOUR = {"name": "赵志强", "relation": "邻居", "phone": "0574-86250011"}


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(work)


def change(client: ApiClient, person: Resident, **changes: Any) -> Any:
    return client.patch(f"/residents/{person.id}", changes)


def test_birth_date_and_sex_come_from_the_id_number(worker: ApiClient) -> None:
    made = worker.post("/residents", {**ELDER, "id_number": some_id_number()})

    assert (made.json["birth_on"], made.json["sex"]) == ("1940-01-01", "female")


def test_without_an_id_number_they_are_typed_and_the_number_comes_first_later(
    worker: ApiClient, elder: Resident
) -> None:
    typed = change(worker, elder, birth_on="1941-02-03", sex="male")
    numbered = change(worker, elder, id_number=some_id_number())

    assert (typed.json["birth_on"], typed.json["sex"]) == ("1941-02-03", "male")
    assert (numbered.json["birth_on"], numbered.json["sex"]) == ("1940-01-01", "female")


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"birth_on": "1940-01-02"}, "id_number_birth_date_mismatch", "birth_on"),
        ({"sex": "male"}, "id_number_sex_mismatch", "sex"),
    ],
)
def test_what_contradicts_the_id_number_is_refused_by_name(
    worker: ApiClient, work: UnitOfWork, typed: dict[str, str], code: str, field: str
) -> None:
    person = resident(work, id_number=some_id_number())

    registering = worker.post("/residents", {**ELDER, "id_number": some_id_number(104), **typed})
    changing = change(worker, person, **typed)

    assert (registering.status_code, registering.json["code"]) == (422, code)
    assert (changing.status_code, changing.json["code"]) == (422, code)
    assert list(changing.json["errors"]) == [field]


def test_a_typed_birth_date_is_one_that_can_be(worker: ApiClient, elder: Resident) -> None:
    refused = change(worker, elder, birth_on="2099-01-01")

    assert (refused.status_code, refused.json["code"]) == (422, "impossible_birth_date")


def test_an_id_number_of_who_is_not_born_yet_is_refused(worker: ApiClient, elder: Resident) -> None:
    answer = change(worker, elder, id_number="330211209901011027")

    assert (answer.status_code, answer.json["code"]) == (422, "id_number_birth_date")


def test_details_are_kept_and_shown_to_who_meets_the_person(
    as_staff: Speak, worker: ApiClient, elder: Resident
) -> None:
    wanted = {
        "ethnicity": "01",
        "education": "primary",
        "living_situation": ["spouse", "children"],
        "medical_payments": ["resident_insurance"],
        "language": "ningbo",
    }
    street = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])

    changed = change(worker, elder, details=wanted)
    again = change(worker, elder, details={"education": None})

    assert {name: changed.json["details"][name] for name in wanted} == wanted
    assert again.json["details"]["education"] is None
    assert again.json["details"]["ethnicity"] == "01"
    assert street.get(f"/residents/{elder.id}").json["details"] is None
    assert street.get(f"/residents/{elder.id}").json["emergency_contacts"] is None
    assert change(street, elder, details=wanted).status_code == 403


def test_who_lives_alone_does_not_live_with_a_spouse(worker: ApiClient, elder: Resident) -> None:
    refused = change(worker, elder, details={"living_situation": ["alone", "spouse"]})

    assert (refused.status_code, refused.json["code"]) == (422, "living_situation_contradicts")
    assert list(refused.json["errors"]) == ["details.living_situation"]


def test_religion_is_not_asked(worker: ApiClient, elder: Resident) -> None:
    assert change(worker, elder, details={"religion": "none"}).status_code == 422


def test_contacts_are_kept_in_order_sealed_and_shown_masked(
    worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    changed = change(worker, elder, emergency_contacts=[DAUGHTER, NEIGHBOUR])
    full = worker.get(f"/residents/{elder.id}/sensitive?purpose=emergency").json["emergency_contacts"]

    shown = [(each["name"], each["phone"]) for each in changed.json["emergency_contacts"]]
    assert shown == [("王晓岚", "138****0002"), ("赵志强", "0574****0011")]
    assert [each["phone"] for each in full] == ["+8613800010002", "+8657486250011"]
    assert all(b"13800010002" not in each.phone_sealed for each in contacts(work, elder.id))


def test_contacts_change_places_without_their_telephones_being_typed_again(
    worker: ApiClient, elder: Resident
) -> None:
    first = change(worker, elder, emergency_contacts=[DAUGHTER, NEIGHBOUR])
    one, two = first.json["emergency_contacts"]
    kept = [{"id": each["id"], "name": each["name"], "relation": each["relation"]} for each in (two, one)]

    turned = change(worker, elder, emergency_contacts=kept)
    emptied = change(worker, elder, emergency_contacts=[])

    assert [each["id"] for each in turned.json["emergency_contacts"]] == [two["id"], one["id"]]
    assert turned.json["emergency_contacts"][1]["phone"] == "138****0002"
    assert turned.headers["ETag"] != first.headers["ETag"]
    assert emptied.json["emergency_contacts"] == []


@pytest.mark.parametrize(
    ("contact", "code", "field"),
    [
        ({"name": "王", "relation": "女儿"}, "contact_needs_phone", "emergency_contacts.0.phone"),
        (DAUGHTER | {"phone": "123"}, "bad_phone", "emergency_contacts.0.phone"),
        (DAUGHTER | {"name": "13800010002"}, "number_in_name", "emergency_contacts.0.name"),
    ],
)
def test_a_wrong_contact_is_named(
    worker: ApiClient, elder: Resident, contact: dict[str, str], code: str, field: str
) -> None:
    refused = change(worker, elder, emergency_contacts=[contact])

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert list(refused.json["errors"]) == [field]


def test_another_persons_contact_is_not_taken(worker: ApiClient, elder: Resident, work: UnitOfWork) -> None:
    other = resident(work)
    theirs = change(worker, other, emergency_contacts=[DAUGHTER]).json["emergency_contacts"][0]

    refused = change(
        worker, elder, emergency_contacts=[{"id": theirs["id"], "name": "王", "relation": "女儿"}]
    )

    assert (refused.status_code, refused.json["code"]) == (409, "no_such_contact")


def test_one_corrects_ones_own_details(app: Flask, work: UnitOfWork) -> None:
    me = resident(work)
    mine = accounts.client_of(app, work, accounts.resident_account(work, me.id))

    changed = mine.patch(
        "/residents/me", {"details": {"ui_style": "elder"}, "emergency_contacts": [DAUGHTER]}
    )
    fixed = mine.patch("/residents/me", {"birth_on": "1941-01-01"})

    assert changed.json["details"]["ui_style"] == "elder"
    assert changed.json["emergency_contacts"][0]["name"] == "王晓岚"
    assert (fixed.status_code, fixed.json["code"]) == (409, "fixed_once_verified")


def test_contacts_of_a_claim_become_those_of_the_record(
    newcomer: Callable[[], ApiClient], worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number=some_id_number())
    me = newcomer()
    claim = me.post("/residents/me", {**ELDER, "id_number": some_id_number()}).json["id"]
    me.patch("/residents/me", {"emergency_contacts": [DAUGHTER]})

    worker.post(f"/residents/{claim}/verify")

    assert record.status is ResidentStatus.VERIFIED
    assert [each.name for each in contacts(work, record.id)] == ["王晓岚"]
    assert work.session.query(EmergencyContact).count() == 1
