"""Making, changing and ending contracts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.providers import queries, rules
from service.elderly_care.providers.actions.prices import add_prices
from service.elderly_care.providers.errors import (
    NoSuchFacility,
    NoSuchServiceRegion,
    NotAnOperator,
    SuccessorUnfit,
)
from service.elderly_care.providers.messages import ContractEnding
from service.elderly_care.providers.models import Contract, ContractRegion, ContractTarget, Facility
from service.elderly_care.providers.texts import CONTRACT_ENDED_EARLY
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions

_OPERATOR = "operator"
_DAY = timedelta(days=1)


def make_contract(
    work: UnitOfWork,
    *,
    facility_id: UUID,
    organisation_id: UUID,
    starts_on: date,
    ends_on: date,
    service_regions: Sequence[str],
    prices: Sequence[Mapping[str, Any]] = (),
    targets: Sequence[Mapping[str, Any]] = (),
    **columns: Any,
) -> Contract:
    """Let an operator run a facility for a term. Raises ContractOverlap, NotAnOperator, OverCeiling, WeightsNotWhole, …"""
    facility = queries.facility(work, facility_id)
    if facility is None:
        raise NoSuchFacility(field="facility_id")
    path = regions.path_of(work, facility.region_code)
    work.require(permissions.may_govern_at(work.actor, path), OutOfScope)
    operator = organisations.organisation(work, organisation_id)
    if operator is None or operator.kind != _OPERATOR:
        raise NotAnOperator(field="organisation_id")
    rules.check_term(starts_on, ends_on)
    contract = Contract(
        id=work.new_id(),
        facility_id=facility_id,
        organisation_id=organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_until=ends_on,
        created_by=work.actor.account_id,
        created_at=work.now,
        regions=_regions(work, service_regions),
        targets=_targets(targets),
        **columns,
    )
    work.session.add(contract)
    work.session.flush()
    add_prices(work, contract, prices)
    return contract


def change_contract(work: UnitOfWork, contract: Contract, changes: Mapping[str, Any]) -> Contract:
    """Change whom a contract serves, its deposit, reserved share or targets; its term and prices have their own ways."""
    _require_governing(work, contract)
    work.expect(contract)
    for name, value in changes.items():
        if name == "service_regions":
            _replace_regions(work, contract, value)
        elif name == "targets":
            contract.targets.clear()
            work.session.flush()
            contract.targets.extend(_targets(value))
        else:
            setattr(contract, name, value)
    # Regions and targets are rows of their own: without this the contract, and so its ETag, would look unchanged.
    flag_modified(contract, "deposit_fen")
    return contract


def end_contract(
    work: UnitOfWork, contract: Contract, *, ends_on: date, reason: str, successor_id: UUID | None = None
) -> Contract:
    """End a contract early; what it serves goes on under the successor from the next day. Raises ContractDays, SuccessorUnfit."""
    _require_governing(work, contract)
    rules.check_early_end(local_date(work.now), contract.starts_on, contract.ends_on, ends_on)
    contract.ends_on = ends_on
    contract.ended_early_because = reason
    if successor_id is not None:
        _check_successor(work, contract, successor_id)
        contract.successor_id = successor_id
    work.session.flush()
    work.announce(
        ContractEnding(contract_id=contract.id, ends_on=contract.ends_on, successor_id=contract.successor_id)
    )
    _tell_operator(work, contract)
    return contract


def _require_governing(work: UnitOfWork, contract: Contract) -> None:
    facility = work.session.get_one(Facility, contract.facility_id)
    path = regions.path_of(work, facility.region_code)
    work.require(permissions.may_govern_at(work.actor, path), OutOfScope)


def _regions(work: UnitOfWork, codes: Sequence[str]) -> list[ContractRegion]:
    for place, code in enumerate(codes):
        region = regions.region(work, code)
        if region is None or region.level not in rules.SERVED_LEVELS:
            raise NoSuchServiceRegion(field=f"service_regions.{place}")
    return [ContractRegion(region_code=code) for code in sorted(set(codes))]


def _replace_regions(work: UnitOfWork, contract: Contract, codes: Sequence[str]) -> None:
    wanted = _regions(work, codes)
    contract.regions.clear()
    work.session.flush()
    contract.regions.extend(wanted)


def _targets(wanted: Sequence[Mapping[str, Any]]) -> list[ContractTarget]:
    rules.check_weights([(each["kind"], each["weight"]) for each in wanted])
    return [ContractTarget(**each) for each in wanted]


def _check_successor(work: UnitOfWork, contract: Contract, successor_id: UUID) -> None:
    successor = queries.contract_facts(work, successor_id)
    served = {region.region_code for region in contract.regions}
    fits = (
        successor is not None
        and successor.id != contract.id
        and successor.holds_on(contract.ends_on + _DAY)
        and all(successor.serves(regions.path_of(work, code)) for code in served)
    )
    if not fits:
        raise SuccessorUnfit(field="successor_id")


def _tell_operator(work: UnitOfWork, contract: Contract) -> None:
    facility = work.session.get_one(Facility, contract.facility_id)
    operator = organisations.organisation(work, contract.organisation_id)
    for account_id in accounts.account_ids_working_for(work, contract.organisation_id, permissions.PLANNERS):
        tell(
            work,
            Recipient(account_id=account_id),
            CONTRACT_ENDED_EARLY,
            subject=contract.id,
            operator=operator.name if operator else "",
            facility=facility.name,
            ends_on=contract.ends_on,
        )
