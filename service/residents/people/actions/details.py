"""What is on record of a person beside name and numbers, and whom to call for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import permissions, queries, rules
from service.residents.people.errors import (
    BirthDateMismatch,
    ContactNeedsPhone,
    ImpossibleBirthInIdNumber,
    NoSuchContact,
    SexMismatch,
)
from service.residents.people.models import EmergencyContact

_FOR_WHO_MEETS_PEOPLE = ("details", "emergency_contacts")


def apply_details(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> None:
    """Change what `changes` names of sex, birth date, details and contacts, after name and numbers were."""
    if changes.keys() & {"id_number", "sex", "birth_on"}:
        settle_birth(work, person, changes)
    details: Mapping[str, Any] = changes.get("details", {})
    if "living_situation" in details:
        rules.check_living_situation(details["living_situation"] or (), field="details.living_situation")
    for name, value in details.items():
        setattr(person, name, value)
    if "emergency_contacts" in changes:
        _replace_contacts(work, person, changes["emergency_contacts"])


def change_details(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> None:
    """Change details and contacts as somebody who may read them."""
    wanted = {name: changes[name] for name in _FOR_WHO_MEETS_PEOPLE if name in changes}
    if wanted:
        path = queries.region_path(work, person)
        work.require(work.actor.is_system or permissions.may_read_details(work.actor, path))
        apply_details(work, person, wanted)


def take_details(person: Resident, newer: Resident) -> None:
    """Let a record say what a newer one of the same person says."""
    for name in ("sex", "birth_on", *rules.DETAILS):
        if (value := getattr(newer, name)) is not None:
            setattr(person, name, value)


def settle_birth(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> None:
    """Keep sex and birth date as the ID number says them or, without one, as they were typed."""
    today = local_date(work.now)
    sex, born = changes.get("sex"), changes.get("birth_on")
    id_number = person.id_number(work.house.cipher)
    if id_number is None:
        if born is not None:
            rules.check_birth_date(born, today)
        person.sex, person.birth_on = changes.get("sex", person.sex), changes.get("birth_on", person.birth_on)
        return
    person.sex, person.birth_on = rules.sex_in(id_number), rules.birth_date_in(id_number)
    if born is not None and born != person.birth_on:
        raise BirthDateMismatch(field="birth_on")
    if sex is not None and sex is not person.sex:
        raise SexMismatch(field="sex")
    if person.birth_on is None or person.birth_on > today:
        raise ImpossibleBirthInIdNumber(field="id_number")


def _replace_contacts(work: UnitOfWork, person: Resident, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Let these be the contacts, in this order; one with an `id` is on record and may keep its telephone."""
    present = {contact.id: contact for contact in queries.contacts(work, person.id)}
    for place, each in enumerate(wanted, start=1):
        contact = _contact(work, person, present, each, f"emergency_contacts.{place - 1}")
        contact.place = place
    for left in present.values():
        work.session.delete(left)
    # Whom to call is part of the record, whose version guards it.
    flag_modified(person, "name")


def _contact(
    work: UnitOfWork, person: Resident, present: dict[Any, EmergencyContact], each: Mapping[str, Any], at: str
) -> EmergencyContact:
    contact = EmergencyContact(id=work.new_id(), resident_id=person.id)
    if each.get("id") is not None:
        if each["id"] not in present:
            raise NoSuchContact(field=f"{at}.id")
        contact = present.pop(each["id"])
    elif "phone" not in each:
        raise ContactNeedsPhone(field=f"{at}.phone")
    contact.name = rules.normal_name(each["name"], field=f"{at}.name")
    contact.relation = each["relation"]
    if "phone" in each:
        contact.keep_phone(work.house.cipher, rules.normal_phone(each["phone"], field=f"{at}.phone"))
    work.session.add(contact)
    return contact
