"""Questions about contracts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import selectinload

from service.elderly_care.providers.models import Contract, ContractTarget
from service.elderly_care.providers.queries.serving import regions_of, serves
from service.elderly_care.providers.rules import ContractStatus, status_on
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What other rooms need to know of a contract."""

    id: UUID
    facility_id: UUID
    organisation_id: UUID
    starts_on: date
    ends_on: date
    region_codes: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def serves(self, path: Sequence[str]) -> bool:
        """Whether people at the place with this path (codes from the top) are served under it."""
        return not set(self.region_codes).isdisjoint(path)


@dataclass(frozen=True, slots=True)
class ShownContract:
    """A contract as it is told, with where it stands today."""

    id: UUID
    version: int
    facility_id: UUID
    organisation_id: UUID
    starts_on: date
    ends_on: date
    agreed_until: date
    status: ContractStatus
    deposit_fen: int
    reserved_ratio: float
    service_regions: list[str]
    targets: list[ContractTarget]
    ended_early_because: str | None
    successor_id: UUID | None


def shown(work: UnitOfWork, contract: Contract) -> ShownContract:
    """A contract as it is told today."""
    work.session.flush()
    return ShownContract(
        id=contract.id,
        version=contract.version,
        facility_id=contract.facility_id,
        organisation_id=contract.organisation_id,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        agreed_until=contract.agreed_until,
        status=status_on(local_date(work.now), contract.starts_on, contract.ends_on),
        deposit_fen=contract.deposit_fen,
        reserved_ratio=float(contract.reserved_ratio),
        service_regions=[region.region_code for region in contract.regions],
        targets=list(contract.targets),
        ended_early_because=contract.ended_early_because,
        successor_id=contract.successor_id,
    )


def contract(work: UnitOfWork, contract_id: UUID, *, to_change: bool = False) -> Contract | None:
    """The contract with this id, with its regions and targets."""
    query = _WHOLE.where(Contract.id == contract_id)
    return work.session.scalar(query.with_for_update(of=Contract) if to_change else query)


def contracts(
    work: UnitOfWork,
    *,
    organisation_ids: Collection[UUID] | None,
    organisation_id: UUID | None = None,
    facility_id: UUID | None = None,
    region_code: str | None = None,
    status: ContractStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownContract]:
    """Contracts of these operators (None: of all), the newest first."""
    query = _WHOLE
    if organisation_ids is not None:
        query = query.where(Contract.organisation_id.in_(organisation_ids))
    if organisation_id is not None:
        query = query.where(Contract.organisation_id == organisation_id)
    if facility_id is not None:
        query = query.where(Contract.facility_id == facility_id)
    if region_code is not None:
        query = query.where(serves(regions.path_of(work, region_code)))
    if status is not None:
        query = query.where(_is(status, local_date(work.now)))
    found = page(work, query, by=(Contract.id,), cursor=cursor, limit=limit, descending=True)
    return Page([shown(work, contract) for contract in found.items], found.next_cursor)


def contract_facts(work: UnitOfWork, contract_id: UUID) -> ContractFacts | None:
    """What is known of a contract, in one statement."""
    row = work.session.execute(_FACTS.where(Contract.id == contract_id)).one_or_none()
    return None if row is None else _facts(row)


def contracts_serving(work: UnitOfWork, path: Sequence[str], day: date) -> list[ContractFacts]:
    """The contracts under which people at the place with this path are served on a day."""
    query = _FACTS.where(Contract.starts_on <= day, Contract.ends_on >= day, serves(path))
    return [_facts(row) for row in work.session.execute(query.order_by(Contract.id))]


def following_contract(work: UnitOfWork, contract_id: UUID) -> ContractFacts | None:
    """The contract that goes on when one is over: its named successor, else the operator's next one there."""
    ending = work.session.get_one(Contract, contract_id)
    if ending.successor_id is not None:
        return contract_facts(work, ending.successor_id)
    renewed = _FACTS.where(
        Contract.facility_id == ending.facility_id,
        Contract.organisation_id == ending.organisation_id,
        Contract.starts_on == ending.ends_on + timedelta(days=1),
    )
    row = work.session.execute(renewed).one_or_none()
    return None if row is None else _facts(row)


def ending_before(work: UnitOfWork, day: date) -> Sequence[Contract]:
    """The contracts that still hold and end before a day, the first to end first."""
    today = local_date(work.now)
    query = select(Contract).where(Contract.ends_on >= today, Contract.ends_on < day)
    return work.session.scalars(query.order_by(Contract.ends_on, Contract.id)).all()


def _is(status: ContractStatus, today: date) -> ColumnElement[bool]:
    if status is ContractStatus.PLANNED:
        return Contract.starts_on > today
    if status is ContractStatus.ENDED:
        return Contract.ends_on < today
    return and_(Contract.starts_on <= today, Contract.ends_on >= today)


def _facts(row: Any) -> ContractFacts:
    return ContractFacts(
        id=row.id,
        facility_id=row.facility_id,
        organisation_id=row.organisation_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        region_codes=tuple(row.region_codes or ()),
    )


_WHOLE = select(Contract).options(selectinload(Contract.regions), selectinload(Contract.targets))
_FACTS: Select[Any] = select(
    Contract.id,
    Contract.facility_id,
    Contract.organisation_id,
    Contract.starts_on,
    Contract.ends_on,
    regions_of(Contract.id).label("region_codes"),
)
