"""What one visit needs, and nothing else: what an operator's people see of a resident."""

from dataclasses import dataclass
from uuid import UUID

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus


@dataclass(frozen=True, slots=True)
class VisitContact:
    """Whom to visit, where, and which number to call (E.164)."""

    resident_id: UUID
    name: str
    region_code: str | None
    address: str | None
    phone: str | None


def contact(work: UnitOfWork, resident_id: UUID) -> VisitContact | None:
    """A verified resident as one visit needs them; whoever asks has seen to the consent."""
    person = work.session.get(Resident, resident_id)
    if person is None or person.status is not ResidentStatus.VERIFIED:
        return None
    phone = person.phone(work.house.cipher)
    return VisitContact(person.id, person.name, person.region_code, person.address, phone)
