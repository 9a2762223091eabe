"""Setting prices, which are never changed: a new one holds from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.providers import queries, rules
from service.elderly_care.providers.errors import OverCeiling
from service.elderly_care.providers.models import Contract, Price
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def set_price(
    work: UnitOfWork, contract: Contract, *, service_id: UUID, price_fen: int, valid_from: date
) -> Price:
    """Set what a service costs under a contract from a day on. Raises NoSuchService, OverCeiling, PriceInThePast."""
    facility = work.found(queries.facility(work, contract.facility_id))
    path = regions.path_of(work, facility.region_code)
    work.require(permissions.may_govern_at(work.actor, path), OutOfScope)
    rules.check_price_day(local_date(work.now), contract.starts_on, contract.ends_on, valid_from)
    _check_ceiling(work, service_id, price_fen, where="")
    return _add(work, contract, service_id, price_fen, valid_from)


def add_prices(work: UnitOfWork, contract: Contract, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Set a new contract's first prices, which hold from its first day on."""
    for place, each in enumerate(wanted):
        _check_ceiling(work, each["service_id"], each["price_fen"], where=f"prices.{place}.")
        _add(work, contract, each["service_id"], each["price_fen"], contract.starts_on)


def _check_ceiling(work: UnitOfWork, service_id: UUID, price_fen: int, *, where: str) -> None:
    service = catalogue.services_by_id(work, [service_id]).get(service_id)
    if service is None or service.is_withdrawn:
        raise NoSuchService(field=f"{where}service_id")
    if price_fen > service.ceiling_fen:
        raise OverCeiling(field=f"{where}price_fen", ceiling_fen=service.ceiling_fen)


def _add(work: UnitOfWork, contract: Contract, service_id: UUID, price_fen: int, valid_from: date) -> Price:
    price = Price(
        id=work.new_id(),
        contract_id=contract.id,
        service_id=service_id,
        price_fen=price_fen,
        valid_from=valid_from,
        set_by=work.actor.account_id,
        set_at=work.now,
    )
    work.session.add(price)
    work.session.flush()
    return price
