"""Emptying a record of the person: what stays is a shell, so that what others did stays whole."""

from sqlalchemy import delete

from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people.models import EmergencyContact
from service.residents.rules import ERASED_NAME, ResidentStatus

_GONE = (ResidentStatus.REJECTED, ResidentStatus.DECEASED)


def empty_record(work: UnitOfWork, person: Resident) -> None:
    """Forget all that the record says of the person; a shell is nobody's of any place, so that no list shows it.

    A person who asked for it is one who has gone: the contract's states know no other word.
    """
    for column in table_of(Resident).columns:
        if column.nullable:
            setattr(person, column.key, None)
    person.name = ERASED_NAME
    if person.status not in _GONE:
        person.status = ResidentStatus.MOVED_AWAY
    work.session.execute(delete(EmergencyContact).where(EmergencyContact.resident_id == person.id))
    work.session.flush()
