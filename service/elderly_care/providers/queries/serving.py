"""Who is served under which contract: the conditions that the other questions share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from service.elderly_care.providers.models import Contract, ContractRegion, Facility
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def serves(path: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a contract serves people at the place with this path (codes from the top)."""
    served = select(ContractRegion.contract_id).where(ContractRegion.region_code.in_(path))
    return Contract.id.in_(served)


def overseen(work: UnitOfWork, tops: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a contract's facility lies at or below one of these places, or that it serves people there."""
    below = regions.below(list(tops))
    around = {code for top in tops for code in regions.path_of(work, top)}
    served = select(ContractRegion.contract_id).where(
        or_(ContractRegion.region_code.in_(below), ContractRegion.region_code.in_(around))
    )
    there = select(Facility.id).where(Facility.region_code.in_(below))
    return or_(Contract.id.in_(served), Contract.facility_id.in_(there))


def regions_of(contract_id: Any) -> ColumnElement[Any]:
    """The codes of the regions that the contract of a column serves, inside another statement."""
    codes = select(func.array_agg(ContractRegion.region_code)).where(
        ContractRegion.contract_id == contract_id
    )
    return codes.correlate_except(ContractRegion).scalar_subquery()
