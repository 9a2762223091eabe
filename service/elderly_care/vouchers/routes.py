"""Vouchers over HTTP: they are read; what moves them are grants, settlements and the calendar."""

from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.vouchers import actions, queries
from service.elderly_care.vouchers.queries import Ledger, ShownVoucher
from service.elderly_care.vouchers.schemas import (
    CareVoucherFilterSchema,
    CareVoucherLedgerArgumentsSchema,
    CareVoucherLedgerSchema,
    CareVoucherSchema,
)
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.saving import WORKBOOK, WORKBOOKS, XLSX, saved
from service.kit.work import UnitOfWork

care_vouchers = Blueprint(
    "care_vouchers",
    url_prefix="/care/vouchers",
    description="补贴券: what an entitlement gives in a natural month, and how it was used.",
)


@care_vouchers.get()
@care_vouchers.paged(CareVoucherSchema, CareVoucherFilterSchema)
def list_care_vouchers(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownVoucher]:
    """List vouchers, the newest first: one's own, those of one's places, or as the auditor all."""
    return actions.read_list(work, **wanted)


@care_vouchers.get("/ledger")
@care_vouchers.arguments(CareVoucherLedgerArgumentsSchema, location="query")
@care_vouchers.response(200, CareVoucherLedgerSchema)
def get_care_voucher_ledger(work: UnitOfWork, wanted: dict[str, Any]) -> Ledger:
    """Add up a month's vouchers by street and scheme, for one's places, or as the auditor for all."""
    return queries.ledger(work, **wanted)


@care_vouchers.get("/ledger/export.xlsx")
@care_vouchers.arguments(CareVoucherLedgerArgumentsSchema, location="query")
@care_vouchers.doc(responses=WORKBOOKS)
@care_vouchers.response(200, WORKBOOK, content_type=XLSX)
def export_care_voucher_ledger(work: UnitOfWork, wanted: dict[str, Any]) -> Response:
    """Save a month's vouchers as a workbook for the accountant, with masked names, in the language that is asked for."""
    body = actions.export_ledger(work, language(), **wanted)
    return saved(body, f"vouchers-{wanted['month']:%Y-%m}.xlsx")


@care_vouchers.get("/<uuid:voucher_id>")
@care_vouchers.response(200, CareVoucherSchema)
def get_care_voucher(work: UnitOfWork, voucher_id: UUID) -> ShownVoucher:
    """Read a voucher with its entries."""
    return actions.read(work, queries.readable(work, voucher_id))
