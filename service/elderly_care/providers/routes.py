"""Facilities, operators and contracts over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.providers import actions, permissions, queries
from service.elderly_care.providers.errors import (
    AssetOnRecord,
    ContractDays,
    ContractOverlap,
    NoSuchFacility,
    NoSuchServiceRegion,
    NotAnOperator,
    OverCeiling,
    OwnerNotPublic,
    PriceInThePast,
    SuccessorUnfit,
    WeightsNotWhole,
)
from service.elderly_care.providers.models import Contract, Facility, Price
from service.elderly_care.providers.queries import ServingOperator, ShownContract
from service.elderly_care.providers.schemas import (
    ContractChangesSchema,
    ContractEndSchema,
    ContractFilterSchema,
    ContractSchema,
    FacilityChangesSchema,
    FacilityFilterSchema,
    FacilitySchema,
    NewContractSchema,
    NewFacilitySchema,
    NewPriceSchema,
    OperatorFilterSchema,
    PriceSchema,
    ServingOperatorSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.work import UnitOfWork

facilities = Blueprint(
    "care_facilities", url_prefix="/care/facilities", description="设施: publicly built and publicly owned."
)
contracts = Blueprint(
    "care_contracts", url_prefix="/care/contracts", description="运营合同: who runs a facility, until when."
)
operators = Blueprint(
    "care_operators", url_prefix="/care/operators", description="运营机构: who serves whom today."
)


@facilities.get()
@facilities.paged(FacilitySchema, FacilityFilterSchema)
def list_facilities(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Facility]:
    """List facilities in a region and below it."""
    return queries.facilities(work, **wanted)


@facilities.post()
@facilities.arguments(NewFacilitySchema)
@facilities.response(201, FacilitySchema)
@facilities.fails(AssetOnRecord, OwnerNotPublic, NoSuchServiceRegion, OutOfScope)
def add_facility(work: UnitOfWork, wanted: dict[str, Any]) -> Facility:
    """Enter a facility that a department owns, as staff of the district who have care in hand."""
    return actions.add_facility(work, **wanted)


@facilities.get("/<uuid:facility_id>")
@facilities.response(200, FacilitySchema)
def get_facility(work: UnitOfWork, facility_id: UUID) -> Facility:
    """Read a facility."""
    return work.found(queries.facility(work, facility_id))


@facilities.patch("/<uuid:facility_id>")
@facilities.arguments(FacilityChangesSchema)
@facilities.response(200, FacilitySchema)
@facilities.fails(OwnerNotPublic, OutOfScope)
def change_facility(work: UnitOfWork, changes: dict[str, Any], facility_id: UUID) -> Facility:
    """Change what a facility says of itself; it stays public."""
    return actions.change_facility(work, work.found(queries.facility(work, facility_id)), changes)


@contracts.get()
@contracts.paged(ContractSchema, ContractFilterSchema)
def list_contracts(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownContract]:
    """List contracts: communities, streets and the district all of them, operators their own."""
    own = None
    if not permissions.may_read_all(work.actor):
        own = work.actor.served_organisations(care.PLANNERS)
        work.require(bool(own))
    return queries.contracts(work, organisation_ids=own, **wanted)


@contracts.post()
@contracts.arguments(NewContractSchema)
@contracts.response(201, ContractSchema)
@contracts.fails(
    ContractOverlap,
    ContractDays,
    NoSuchFacility,
    NotAnOperator,
    NoSuchService,
    NoSuchServiceRegion,
    OverCeiling,
    WeightsNotWhole,
    PriceInThePast,
    OutOfScope,
)
def make_contract(work: UnitOfWork, wanted: dict[str, Any]) -> ShownContract:
    """Let an operator run a facility for a term; no two contracts on one facility overlap."""
    return queries.shown(work, actions.make_contract(work, **wanted))


@contracts.get("/<uuid:contract_id>")
@contracts.response(200, ContractSchema)
def get_contract(work: UnitOfWork, contract_id: UUID) -> ShownContract:
    """Read a contract: communities, streets and the district any, operators their own."""
    return queries.shown(work, _readable(work, contract_id))


@contracts.patch("/<uuid:contract_id>")
@contracts.arguments(ContractChangesSchema)
@contracts.response(200, ContractSchema)
@contracts.fails(NoSuchServiceRegion, WeightsNotWhole, OutOfScope)
def change_contract(work: UnitOfWork, changes: dict[str, Any], contract_id: UUID) -> ShownContract:
    """Change whom a contract serves, its deposit, reserved share or targets."""
    contract = work.found(queries.contract(work, contract_id, to_change=True))
    return queries.shown(work, actions.change_contract(work, contract, changes))


@contracts.post("/<uuid:contract_id>/end")
@contracts.arguments(ContractEndSchema)
@contracts.response(200, ContractSchema)
@contracts.fails(ContractDays, SuccessorUnfit, OutOfScope)
def end_contract(work: UnitOfWork, wanted: dict[str, Any], contract_id: UUID) -> ShownContract:
    """End a contract before its day; whom it serves goes over to the successor without a gap."""
    contract = work.found(queries.contract(work, contract_id, to_change=True))
    return queries.shown(work, actions.end_contract(work, contract, **wanted))


@contracts.get("/<uuid:contract_id>/prices")
@contracts.paged(PriceSchema, PageArgumentsSchema)
def list_prices(work: UnitOfWork, wanted: dict[str, Any], contract_id: UUID) -> Page[Price]:
    """List the prices of a contract, the newest first; everybody may know what care costs."""
    work.found(queries.contract(work, contract_id))
    return queries.price_page(work, contract_id, **wanted)


@contracts.post("/<uuid:contract_id>/prices")
@contracts.arguments(NewPriceSchema)
@contracts.response(201, PriceSchema)
@contracts.fails(NoSuchService, OverCeiling, PriceInThePast, OutOfScope)
def set_price(work: UnitOfWork, wanted: dict[str, Any], contract_id: UUID) -> Price:
    """Set what a service costs under a contract from a day on, up to its ceiling."""
    contract = work.found(queries.contract(work, contract_id, to_change=True))
    return actions.set_price(work, contract, **wanted)


@operators.get()
@operators.paged(ServingOperatorSchema, OperatorFilterSchema)
def list_operators(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ServingOperator]:
    """List who serves people today, for who looks for care."""
    return queries.operators(work, **wanted)


@operators.get("/<uuid:organisation_id>")
@operators.paged(ServingOperatorSchema, PageArgumentsSchema)
def get_operator(work: UnitOfWork, wanted: dict[str, Any], organisation_id: UUID) -> Page[ServingOperator]:
    """Read where an operator serves people today: one item for each contract that holds."""
    return queries.operators(work, organisation_id=organisation_id, **wanted)


def _readable(work: UnitOfWork, contract_id: UUID) -> Contract:
    contract = work.found(queries.contract(work, contract_id))
    if not permissions.may_read(work.actor, contract.organisation_id):
        contract = work.found(None)
    return contract
