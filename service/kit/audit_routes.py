"""The audit trail over HTTP: for the auditor only."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from marshmallow import validate
from sqlalchemy import select

from service.kit import fields
from service.kit.actor import Role
from service.kit.api import Blueprint
from service.kit.audit import AuditEntry
from service.kit.audit_chain import AuditDay
from service.kit.clock import at_local
from service.kit.fields import PageArgumentsSchema, Schema
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork

audit = Blueprint("audit", url_prefix="/audit", description="审计: who did or read what.")


class AuditEntrySchema(Schema):
    """One act or one sensitive read."""

    id = fields.UUID(required=True)
    at = fields.Moment(required=True)
    account_id = fields.UUID(required=True, allow_none=True)
    action = fields.String(required=True, metadata={"example": "book"})
    subject = fields.String(required=True, allow_none=True)
    region_code = fields.String(required=True, allow_none=True)
    succeeded = fields.Boolean(required=True)
    request_id = fields.String(required=True)
    address = fields.String(required=True)
    facts = fields.Dict(required=True)


class AuditFilterSchema(PageArgumentsSchema):
    """Which entries."""

    account_id = fields.UUID()
    subject = fields.String(validate=validate.Length(max=100))
    from_ = fields.Date(data_key="from")
    to = fields.Date()


class AuditDaySchema(Schema):
    """A closed day of the trail and its seal, to be noted where this server can not write."""

    day = fields.Date(required=True)
    entries = fields.Integer(required=True, metadata={"example": 20481})
    seal = fields.String(required=True, metadata={"example": "66c7f0f462eeedd9…"})
    closed_at = fields.Moment(required=True)
    forgotten_at = fields.Moment(
        required=True, allow_none=True, metadata={"description": "When the entries went, kept long enough."}
    )


@audit.get("/days")
@audit.paged(AuditDaySchema, PageArgumentsSchema)
def list_audit_days(work: UnitOfWork, wanted: dict[str, Any]) -> Page[dict[str, Any]]:
    """The seals of the days, the newest first; `flask audit verify --known` compares them with the trail."""
    work.require(work.actor.has_role(Role.AUDITOR))
    found = page(work, select(AuditDay), by=(AuditDay.day,), descending=True, **wanted)
    return Page([_sealed(each) for each in found.items], found.next_cursor)


def _sealed(closed: AuditDay) -> dict[str, Any]:
    return {
        "day": closed.day,
        "entries": closed.entries,
        "seal": closed.seal.hex(),
        "closed_at": closed.closed_at,
        "forgotten_at": closed.forgotten_at,
    }


@audit.get(audited=True)
@audit.paged(AuditEntrySchema, AuditFilterSchema)
def list_audit(work: UnitOfWork, wanted: dict[str, Any]) -> Page[AuditEntry]:
    """Read the audit trail, the newest first."""
    work.require(work.actor.has_role(Role.AUDITOR))
    return entries(work, **wanted)


def entries(
    work: UnitOfWork,
    *,
    account_id: UUID | None = None,
    subject: str | None = None,
    from_: Any = None,
    to: Any = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[AuditEntry]:
    """Entries by account, subject and day."""
    query = select(AuditEntry)
    if account_id:
        query = query.where(AuditEntry.account_id == account_id)
    if subject:
        query = query.where(AuditEntry.subject == subject)
    if from_:
        query = query.where(AuditEntry.at >= at_local(from_))
    if to:
        query = query.where(AuditEntry.at < at_local(to) + timedelta(days=1))
    return page(work, query, by=(AuditEntry.id,), cursor=cursor, limit=limit, descending=True)
