"""Questions about ratings and programmes. Everybody who is logged in may ask: who acts in public is known in public."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.organisations.registry.models import Programme, Rating
from service.organisations.registry.rules import ProgrammeKind


def ratings(
    work: UnitOfWork, organisation_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[Rating]:
    """How an organisation was rated, the newest first."""
    query = select(Rating).where(Rating.organisation_id == organisation_id)
    by = (Rating.valid_from, Rating.id)
    return page(work, query, by=by, cursor=cursor, limit=limit, descending=True)


def rating(work: UnitOfWork, organisation_id: UUID, rating_id: UUID) -> Rating | None:
    """One rating of this organisation."""
    query = select(Rating).where(Rating.id == rating_id, Rating.organisation_id == organisation_id)
    return work.session.scalar(query)


def rating_on(work: UnitOfWork, organisation_id: UUID, day: date) -> Rating | None:
    """The rating that holds on a day, held until this transaction ends."""
    query = select(Rating).where(Rating.organisation_id == organisation_id, Rating.holds_on(day))
    return work.session.scalar(query.with_for_update())


def programmes(
    work: UnitOfWork,
    organisation_id: UUID,
    *,
    kind: ProgrammeKind | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Programme]:
    """What was done for an organisation, the newest first."""
    query = select(Programme).where(Programme.organisation_id == organisation_id)
    if kind is not None:
        query = query.where(Programme.kind == kind)
    by = (Programme.starts_on, Programme.id)
    return page(work, query, by=by, cursor=cursor, limit=limit, descending=True)


def programme(work: UnitOfWork, organisation_id: UUID, programme_id: UUID) -> Programme | None:
    """One programme of this organisation."""
    query = select(Programme).where(Programme.id == programme_id)
    return work.session.scalar(query.where(Programme.organisation_id == organisation_id))
