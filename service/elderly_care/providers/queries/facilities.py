"""Questions about facilities, and who serves people from them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from service.elderly_care.providers.models import Contract, Facility
from service.elderly_care.providers.queries.serving import regions_of, serves
from service.elderly_care.providers.rules import FacilityKind
from service.elderly_care.rules import Point
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions


def facility(work: UnitOfWork, facility_id: UUID) -> Facility | None:
    """The facility with this id."""
    return work.session.get(Facility, facility_id)


def places_of_facilities(work: UnitOfWork, facility_ids: Collection[UUID]) -> dict[UUID, Point]:
    """Where these facilities are, of which that is on record."""
    query = select(Facility.id, Facility.latitude, Facility.longitude).where(
        Facility.id.in_(facility_ids), Facility.latitude.is_not(None), Facility.longitude.is_not(None)
    )
    return {row.id: Point(row.latitude, row.longitude) for row in work.session.execute(query)}


def facilities(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    kind: FacilityKind | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Facility]:
    """Facilities in a region and below it, by what they are for."""
    query = select(Facility)
    if region_code is not None:
        query = query.where(Facility.region_code.in_(regions.below([region_code])))
    if kind is not None:
        query = query.where(Facility.kind == kind)
    return page(work, query, by=(Facility.id,), cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class ServingOperator:
    """An operator under a contract that holds today, as who looks for care sees it."""

    contract_id: UUID
    organisation_id: UUID
    name: str
    facility_id: UUID
    facility_name: str
    address: str
    phone: str | None
    service_regions: list[str]


def operators(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    organisation_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ServingOperator]:
    """Who serves people today, where and from which facility."""
    today = local_date(work.now)
    query: Select[Any] = (
        select(
            Contract.id,
            Contract.organisation_id,
            organisations.name_of(Contract.organisation_id).label("operator"),
            Facility.id.label("facility_id"),
            Facility.name,
            Facility.address,
            Facility.phone,
            regions_of(Contract.id).label("region_codes"),
        )
        .join(Facility, Facility.id == Contract.facility_id)
        .where(Contract.starts_on <= today, Contract.ends_on >= today)
    )
    if region_code is not None:
        query = query.where(serves(regions.path_of(work, region_code)))
    if organisation_id is not None:
        query = query.where(Contract.organisation_id == organisation_id)
    found = page(work, query, by=(Contract.id,), cursor=cursor, limit=limit, scalars=False)
    return Page([_operator(row) for row in found.items], found.next_cursor)


def _operator(row: Any) -> ServingOperator:
    return ServingOperator(
        contract_id=row.id,
        organisation_id=row.organisation_id,
        name=row.operator,
        facility_id=row.facility_id,
        facility_name=row.name,
        address=row.address,
        phone=row.phone,
        service_regions=list(row.region_codes),
    )
