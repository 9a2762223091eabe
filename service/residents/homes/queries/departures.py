"""Questions about many people at once: who of them died or left, and who came back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.residents.homes.models import Departure, Residence
from service.residents.homes.rules import DepartureKind


@dataclass(frozen=True, slots=True)
class Absence:
    """That somebody died on a day, or lives outside the district from that day until they came back, if they did."""

    departure_id: UUID
    resident_id: UUID
    has_died: bool
    departed_on: date
    came_back_on: date | None


def absences(work: UnitOfWork, resident_ids: Collection[UUID]) -> list[Absence]:
    """Whenever these people departed, without what was undone, the oldest first."""
    query = select(Departure).where(Departure.resident_id.in_(resident_ids), Departure.undone_at.is_(None))
    rows = work.session.scalars(query.order_by(Departure.departed_on, Departure.id)).all()
    homes = _homes_of(work, {row.resident_id for row in rows})
    return [_absence(row, homes) for row in rows]


def _absence(row: Departure, homes: Sequence[Residence]) -> Absence:
    has_died = row.kind is DepartureKind.DIED
    back = None if has_died else next((each.moved_in_on for each in homes if _is_return(row, each)), None)
    return Absence(row.id, row.resident_id, has_died, row.departed_on, back)


def _is_return(row: Departure, home: Residence) -> bool:
    """Whether somebody moved in there after they left; perhaps on the same day, but not where they left from."""
    return (
        home.resident_id == row.resident_id
        and home.id != row.residence_id
        and home.moved_in_on >= row.departed_on
    )


def _homes_of(work: UnitOfWork, resident_ids: Collection[UUID]) -> Sequence[Residence]:
    query = select(Residence).where(Residence.resident_id.in_(resident_ids))
    return work.session.scalars(query.order_by(Residence.moved_in_on, Residence.id)).all()
