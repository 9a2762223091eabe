"""Entitlements one by one and in pages, for who may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from service.elderly_care import permissions
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.queries.showing import ShownEntitlement, listed
from service.elderly_care.entitlements.rules import IN_FORCE, OPEN, EntitlementStatus
from service.elderly_care.permissions import may_audit
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def entitlement(work: UnitOfWork, entitlement_id: UUID) -> Entitlement | None:
    """The entitlement with this id."""
    return work.session.get(Entitlement, entitlement_id)


def readable(work: UnitOfWork, entitlement_id: UUID, *, to_change: bool = False) -> Entitlement:
    """An entitlement that the actor may see. Raises NotFound, Forbidden."""
    query = _within_reach(work).where(Entitlement.id == entitlement_id)
    if to_change:
        query = query.with_for_update(of=Entitlement)
    return work.found(work.session.scalar(query))


def entitlements(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    scheme_code: str | None = None,
    status: EntitlementStatus | None = None,
    region_code: str | None = None,
    overdue: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownEntitlement]:
    """The entitlements that the actor may see, the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(Entitlement.elder_id == elder_id)
    if scheme_code is not None:
        its = select(SubsidyScheme.id).where(SubsidyScheme.code == scheme_code)
        query = query.where(Entitlement.scheme_id.in_(its))
    if status is not None:
        query = query.where(Entitlement.status == status)
    if region_code is not None:
        query = query.where(Entitlement.region_code.in_(regions.below([region_code])))
    if overdue:
        query = query.where(Entitlement.status.in_(OPEN), Entitlement.due_on < local_date(work.now))
    found = page(work, query, by=(Entitlement.id,), cursor=cursor, limit=limit, descending=True)
    names = names_for(work, {row.elder_id for row in found.items})
    return Page(listed(work, found.items, names), found.next_cursor)


def names_for(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, str]:
    """The elders' names: masked for the auditor, in full for who has them in their place or acts for them."""
    if may_audit(work.actor):
        return residents.masked_names(work, elder_ids)
    return residents.names_for_care(work, elder_ids)


def every_entitlement_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Entitlement]:
    """All that an elder applied for, the oldest first."""
    query = select(Entitlement).where(Entitlement.elder_id == elder_id)
    return work.session.scalars(query.order_by(Entitlement.id)).all()


def open_or_running(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[Entitlement]:
    """What these elders applied for and nobody has decided, or was granted and goes on, in one statement."""
    today = local_date(work.now)
    goes_on = or_(Entitlement.status.in_(OPEN), Entitlement.ends_on >= today)
    query = select(Entitlement).where(
        Entitlement.elder_id.in_(elder_ids),
        goes_on,
        or_(Entitlement.stopped_from.is_(None), Entitlement.stopped_from > today),
    )
    return work.session.scalars(query.order_by(Entitlement.id)).all()


def held_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Entitlement]:
    """All entitlements of an elder that are open or were granted, held until this transaction ends."""
    query = select(Entitlement).where(
        Entitlement.elder_id == elder_id, Entitlement.status.in_(OPEN | IN_FORCE)
    )
    held = query.order_by(Entitlement.id).with_for_update()
    return work.session.scalars(held, execution_options={"populate_existing": True}).all()


def waiting(work: UnitOfWork) -> Sequence[Entitlement]:
    """Applications of whose present step not everybody has heard who should; those in others' hands are passed by."""
    query = select(Entitlement).where(
        Entitlement.status.in_(OPEN),
        or_(
            Entitlement.reminded_at.is_(None),
            (Entitlement.due_on < local_date(work.now)) & Entitlement.district_told_at.is_(None),
        ),
    )
    return work.session.scalars(query.order_by(Entitlement.id).with_for_update(skip_locked=True)).all()


def to_compare(work: UnitOfWork, first: date, last: date, limit: int) -> Sequence[Entitlement]:
    """What was granted for days of a month and not compared for it yet; those in others' hands are passed by."""
    query = select(Entitlement).where(
        Entitlement.status.in_(IN_FORCE),
        Entitlement.starts_on <= last,
        Entitlement.ends_on >= first,
        or_(Entitlement.stopped_from.is_(None), Entitlement.stopped_from > first),
        or_(Entitlement.compared_until.is_(None), Entitlement.compared_until < last),
    )
    held = query.order_by(Entitlement.id).limit(limit).with_for_update(skip_locked=True)
    return work.session.scalars(held).all()


def _within_reach(work: UnitOfWork) -> Select[Entitlement]:
    actor = work.actor
    if may_audit(actor):
        return select(Entitlement)
    if actor.is_staff:
        tops = actor.served_regions(permissions.WORKERS, Function.CARE)
        if not tops:
            raise Forbidden
        return select(Entitlement).where(Entitlement.region_code.in_(regions.below(tops)))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(Entitlement).where(Entitlement.elder_id.in_([*own, *elders]))
