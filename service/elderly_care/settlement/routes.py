"""Settlements over HTTP; who decides may send the ETag of what they have read, and is refused what is stale."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.settlement import actions, queries
from service.elderly_care.settlement.errors import (
    ChecksOpen,
    ConfirmedIt,
    CountingUnderWay,
    LaterMonthStands,
    MonthNotOver,
    NoSuchLine,
    NoSuchShare,
    NothingToSettle,
    OutsideContract,
    PaymentDay,
    ReasonTwice,
    ReversalsStay,
    SettlementStands,
    ShareConfirmed,
)
from service.elderly_care.settlement.models import DeductionVersion, Settlement
from service.elderly_care.settlement.queries import ShownLine, ShownSettlement
from service.elderly_care.settlement.schemas import (
    CareLineCheckSchema,
    CareSettlementFilterSchema,
    CareSettlementLineFilterSchema,
    CareSettlementLineSchema,
    CareSettlementPaymentSchema,
    CareSettlementReturnSchema,
    CareSettlementSchema,
    DeductionPoliciesSchema,
    DeductionPolicyChangesSchema,
    DeductionPolicySchema,
    NewCareSettlementSchema,
)
from service.elderly_care.vouchers.errors import VoucherSpent
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, Stale, WrongState
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.saving import WORKBOOK, WORKBOOKS, XLSX, saved
from service.kit.work import UnitOfWork

care_settlements = Blueprint(
    "care_settlements",
    url_prefix="/care/settlements",
    description="结算: what a month of a contract costs, line by line from proved visits.",
)
deduction_policies = Blueprint(
    "care_deduction_policies",
    url_prefix="/care/deduction-policies",
    description="扣减规则: what is not paid, and for which reason.",
)


@care_settlements.post()
@care_settlements.arguments(NewCareSettlementSchema)
@care_settlements.response(201, CareSettlementSchema)
@care_settlements.fails(
    MonthNotOver, OutsideContract, SettlementStands, LaterMonthStands, VoucherSpent, OutOfScope
)
def make_care_settlement(work: UnitOfWork, wanted: dict[str, Any]) -> ShownSettlement:
    """Settle a month that is over, as the operator's manager; a large one is counted in the background (`counting`)."""
    return queries.shown(work, actions.make(work, **wanted))


@care_settlements.get()
@care_settlements.paged(CareSettlementSchema, CareSettlementFilterSchema)
def list_care_settlements(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownSettlement]:
    """List settlements, the newest first: the operator's own, those in which a street has a share, or all."""
    return queries.settlements(work, **wanted)


@care_settlements.get("/<uuid:settlement_id>")
@care_settlements.response(200, CareSettlementSchema)
def get_care_settlement(work: UnitOfWork, settlement_id: UUID) -> ShownSettlement:
    """Read a settlement with its figures, street by street."""
    return queries.shown(work, queries.readable(work, settlement_id))


@care_settlements.get("/<uuid:settlement_id>/lines")
@care_settlements.paged(CareSettlementLineSchema, CareSettlementLineFilterSchema)
def list_care_settlement_lines(
    work: UnitOfWork, wanted: dict[str, Any], settlement_id: UUID
) -> Page[ShownLine]:
    """List the lines, elder by elder: each with its visit, proof, price and split, or the line that it takes back."""
    return actions.read_lines(work, queries.readable(work, settlement_id), **wanted)


@care_settlements.get("/<uuid:settlement_id>/export.xlsx")
@care_settlements.doc(responses=WORKBOOKS)
@care_settlements.response(200, WORKBOOK, content_type=XLSX)
def export_care_settlement(work: UnitOfWork, settlement_id: UUID) -> Response:
    """Save the lines as a workbook for the accountant, in yuan, with masked names, in the language that is asked for."""
    row = queries.readable(work, settlement_id)
    return saved(actions.export(work, row, language()), f"settlement-{row.month:%Y-%m}.xlsx")


@care_settlements.post("/<uuid:settlement_id>/recount")
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, CountingUnderWay, VoucherSpent, OutOfScope, Stale)
def recount_care_settlement(work: UnitOfWork, settlement_id: UUID) -> ShownSettlement:
    """Count a draft anew from what is recorded now."""
    return queries.shown(work, actions.recount(work, _to_change(work, settlement_id)))


@care_settlements.post("/<uuid:settlement_id>/submit")
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, CountingUnderWay, NothingToSettle, OutOfScope, Stale)
def submit_care_settlement(work: UnitOfWork, settlement_id: UUID) -> ShownSettlement:
    """Hand a draft to the streets; a sample of each one's lines is marked to be checked on the spot."""
    return queries.shown(work, actions.submit(work, _to_change(work, settlement_id)))


@care_settlements.post("/<uuid:settlement_id>/lines/<uuid:line_id>/check")
@care_settlements.arguments(CareLineCheckSchema)
@care_settlements.response(200, CareSettlementLineSchema)
@care_settlements.fails(WrongState, ShareConfirmed, ReversalsStay, VoucherSpent, OutOfScope)
def check_care_settlement_line(
    work: UnitOfWork, wanted: dict[str, Any], settlement_id: UUID, line_id: UUID
) -> ShownLine:
    """Note as the street what a check on the spot found; what failed is not paid, and its line is made anew."""
    row = queries.readable(work, settlement_id, to_change=True)
    return actions.noted(work, row, actions.check(work, row, line_id, **wanted))


@care_settlements.post("/<uuid:settlement_id>/return")
@care_settlements.arguments(CareSettlementReturnSchema)
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, NoSuchShare, NoSuchLine, OutOfScope, Stale)
def return_care_settlement(work: UnitOfWork, wanted: dict[str, Any], settlement_id: UUID) -> ShownSettlement:
    """Give a settlement back to its manager, with reasons by shares and lines, as a street that has a share or as the district."""
    return queries.shown(work, actions.return_it(work, _to_change(work, settlement_id), **wanted))


@care_settlements.post("/<uuid:settlement_id>/confirm")
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, ShareConfirmed, ChecksOpen, OutOfScope, Stale)
def confirm_care_settlement(work: UnitOfWork, settlement_id: UUID) -> ShownSettlement:
    """Confirm one's street's share; with the last street the whole is confirmed."""
    return queries.shown(work, actions.confirm(work, _to_change(work, settlement_id)))


@care_settlements.post("/<uuid:settlement_id>/approve")
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, ConfirmedIt, OutOfScope, Stale)
def approve_care_settlement(work: UnitOfWork, settlement_id: UUID) -> ShownSettlement:
    """Approve it as the district; from then on nothing of it changes, and corrections stand in later months."""
    return queries.shown(work, actions.approve(work, _to_change(work, settlement_id)))


@care_settlements.post("/<uuid:settlement_id>/pay")
@care_settlements.arguments(CareSettlementPaymentSchema)
@care_settlements.response(200, CareSettlementSchema)
@care_settlements.fails(WrongState, PaymentDay, OutOfScope, Stale)
def pay_care_settlement(work: UnitOfWork, wanted: dict[str, Any], settlement_id: UUID) -> ShownSettlement:
    """Note as the district that it was paid."""
    return queries.shown(work, actions.pay(work, _to_change(work, settlement_id), **wanted))


@deduction_policies.get()
@deduction_policies.paged(DeductionPolicySchema)
def list_deduction_policies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[DeductionVersion]:
    """List what is deducted for each reason now."""
    return actions.list_policies(work, **wanted)


@deduction_policies.put()
@deduction_policies.arguments(DeductionPolicyChangesSchema)
@deduction_policies.response(200, DeductionPoliciesSchema)
@deduction_policies.fails(ReasonTwice)
def set_deduction_policies(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Sequence[DeductionVersion]]:
    """Let other policies hold for visits from today on, as the district."""
    return {"items": actions.set_policies(work, **wanted)}


def _to_change(work: UnitOfWork, settlement_id: UUID) -> Settlement:
    """What is decided about, as whoever decides has read it. Raises NotFound, Forbidden, Stale."""
    row = queries.readable(work, settlement_id, to_change=True)
    work.expect(row)
    return row
