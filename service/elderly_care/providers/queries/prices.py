"""Questions about prices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.providers.models import Price
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """A price version of a service under a contract."""

    id: UUID
    service_id: UUID
    price_fen: int
    valid_from: date


def prices(
    work: UnitOfWork, contract_id: UUID, service_ids: Collection[UUID] | None = None
) -> list[PriceFacts]:
    """The price versions of a contract, by service, the oldest first."""
    query = select(Price.id, Price.service_id, Price.price_fen, Price.valid_from).where(
        Price.contract_id == contract_id
    )
    if service_ids is not None:
        query = query.where(Price.service_id.in_(service_ids))
    rows = work.session.execute(query.order_by(Price.service_id, Price.valid_from))
    return [PriceFacts(row.id, row.service_id, row.price_fen, row.valid_from) for row in rows]


def prices_on(
    work: UnitOfWork, contract_id: UUID, service_ids: Collection[UUID], day: date
) -> Mapping[UUID, PriceFacts]:
    """Which price of each service holds on a day; a service without one is not in the answer."""
    return {
        price.service_id: price for price in prices(work, contract_id, service_ids) if price.valid_from <= day
    }


def price_page(
    work: UnitOfWork, contract_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[Price]:
    """The price versions of a contract, the newest first."""
    query = select(Price).where(Price.contract_id == contract_id)
    return page(work, query, by=(Price.id,), cursor=cursor, limit=limit, descending=True)
