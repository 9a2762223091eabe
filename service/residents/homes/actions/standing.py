"""Verifying somebody into a home, and what a change of a record means for where they live."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.residents.homes.actions.departing import record_death, undo_departure
from service.residents.homes.actions.moving import leave, take_in
from service.residents.homes.rules import DepartureKind, Relation
from service.residents.models import Resident
from service.residents.people import actions as people
from service.residents.rules import ResidentStatus

_UNDOES = {
    ResidentStatus.DECEASED: DepartureKind.DIED,
    ResidentStatus.MOVED_AWAY: DepartureKind.MOVED_AWAY,
}


def verify(
    work: UnitOfWork,
    person: Resident,
    *,
    home: Mapping[str, Any] | None = None,
    household_id: UUID | None = None,
    relation: Relation = Relation.OTHER,
    moved_in_on: date | None = None,
) -> Resident:
    """Confirm that a registered person is who they say, and note in which home they live if that is named."""
    verified = people.verify(work, person)
    if home is not None:
        day = moved_in_on or local_date(work.now)
        take_in(work, verified, home, day, household_id=household_id, relation=relation)
    return verified


def change_record(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> Resident:
    """Change a record; a status notes that the person moved away or died today, or that this was a mistake."""
    status = changes.get("status")
    if status is not None and status is not person.status:
        _change_status(work, person, status, changes.get("reason"))
    return people.change(work, person, {name: value for name, value in changes.items() if name != "status"})


def _change_status(work: UnitOfWork, person: Resident, status: ResidentStatus, reason: str | None) -> None:
    today = local_date(work.now)
    if status is ResidentStatus.DECEASED:
        record_death(work, person, died_on=today, reason=reason)
    elif status is ResidentStatus.MOVED_AWAY:
        leave(work, person, moved_out_on=today, reason=reason)
    elif status is ResidentStatus.VERIFIED and person.status in _UNDOES:
        undo_departure(work, person, _UNDOES[person.status])
    else:
        raise WrongState(state=person.status)
