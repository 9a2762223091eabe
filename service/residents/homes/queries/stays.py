"""Questions about one person: where they live and have lived, and whether they departed."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.residents.homes.models import Departure, Home, Residence
from service.residents.homes.queries.places import addresses_of
from service.residents.homes.queries.shapes import Stay
from service.residents.homes.rules import DepartureKind
from service.residents.models import Resident
from service.residents.people.rules import birth_date_in
from service.residents.rules import ERASED_NAME, ResidentStatus


def open_residence(work: UnitOfWork, resident_id: UUID) -> Residence | None:
    """Where somebody lives now."""
    query = select(Residence).where(Residence.resident_id == resident_id, Residence.moved_out_on.is_(None))
    return work.session.scalar(query)


def lived_somewhere_after(work: UnitOfWork, resident_id: UUID, day: date) -> bool:
    """Whether a residence of theirs reaches beyond the beginning of this day."""
    query = select(Residence.id).where(
        Residence.resident_id == resident_id,
        or_(Residence.moved_out_on.is_(None), Residence.moved_out_on > day),
    )
    return work.session.scalar(query.limit(1)) is not None


def stays(work: UnitOfWork, resident_id: UUID, *, cursor: str | None = None, limit: int = 20) -> Page[Stay]:
    """Where somebody lives and has lived, the newest first."""
    query = select(Residence).where(Residence.resident_id == resident_id)
    by = (Residence.moved_in_on, Residence.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, descending=True)
    return Page(_stays(work, found.items), found.next_cursor)


def all_stays(work: UnitOfWork, resident_id: UUID) -> list[Stay]:
    """All of a life's residences, the oldest first."""
    query = select(Residence).where(Residence.resident_id == resident_id)
    return _stays(work, work.session.scalars(query.order_by(Residence.moved_in_on, Residence.id)).all())


def departures(work: UnitOfWork, resident_id: UUID) -> Sequence[Departure]:
    """Whenever somebody is noted to have departed, the oldest first, undone ones too."""
    query = select(Departure).where(Departure.resident_id == resident_id)
    return work.session.scalars(query.order_by(Departure.id)).all()


def departure(work: UnitOfWork, resident_id: UUID, kind: DepartureKind) -> Departure | None:
    """The last time that somebody is noted to have departed in this way, unless that was undone."""
    query = select(Departure).where(
        Departure.resident_id == resident_id, Departure.kind == kind, Departure.undone_at.is_(None)
    )
    return work.session.scalar(query.order_by(Departure.id.desc()).limit(1))


def ended_by(work: UnitOfWork, departure_id: UUID) -> list[UUID]:
    """What ended by a departure, whatever it is."""
    found = work.session.get(Departure, departure_id)
    return [UUID(each["subject"]) for each in found.ended] if found else []


def gone(work: UnitOfWork, resident_id: UUID) -> Resident | None:
    """The record of somebody who has moved away, whoever kept it, to be taken in by others; held until the end."""
    query = select(Resident).where(
        Resident.id == resident_id,
        Resident.status == ResidentStatus.MOVED_AWAY,
        Resident.claim_of.is_(None),
        # The shell of an erased record is nobody who could come back.
        Resident.name != ERASED_NAME,
    )
    return work.session.scalar(query.with_for_update())


def held(work: UnitOfWork, resident_ids: Iterable[UUID]) -> Sequence[Resident]:
    """These people's records, held until the end of the transaction, in one order so that nobody deadlocks."""
    query = select(Resident).where(Resident.id.in_(list(resident_ids))).order_by(Resident.id)
    return work.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def born_on(work: UnitOfWork, person: Resident) -> date | None:
    """When somebody was born, as far as the record or its ID number tells."""
    if person.birth_on is not None:
        return person.birth_on
    id_number = person.id_number(work.house.cipher)
    return birth_date_in(id_number) if id_number else None


def _stays(work: UnitOfWork, residences: Sequence[Residence]) -> list[Stay]:
    ids = {each.home_id for each in residences}
    addresses = addresses_of(work, work.session.scalars(select(Home).where(Home.id.in_(ids))).all())
    return [
        Stay(
            id=each.id,
            home_id=each.home_id,
            household_id=each.household_id,
            address=addresses[each.home_id],
            relation=each.relation,
            moved_in_on=each.moved_in_on,
            moved_out_on=each.moved_out_on,
            ended_because=each.ended_because,
        )
        for each in residences
    ]
