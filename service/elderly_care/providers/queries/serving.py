"""Who is served under which contract: the conditions that the other questions share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from service.elderly_care.providers.models import Contract, ContractRegion


def serves(path: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a contract serves people at the place with this path (codes from the top)."""
    served = select(ContractRegion.contract_id).where(ContractRegion.region_code.in_(path))
    return Contract.id.in_(served)


def regions_of(contract_id: Any) -> ColumnElement[Any]:
    """The codes of the regions that the contract of a column serves, inside another statement."""
    codes = select(func.array_agg(ContractRegion.region_code)).where(
        ContractRegion.contract_id == contract_id
    )
    return codes.correlate_except(ContractRegion).scalar_subquery()
