"""Tries, and what was told of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from service.elderly_care.welfare_visits.models import WelfareContact, WelfareVisit
from service.elderly_care.welfare_visits.rules import (
    CheckArea,
    Concern,
    ContactOutcome,
    ContactWay,
    Finding,
)
from service.kit.acting import ActedBy
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A try as it is told; `findings` and `note` only to who calls there and to the elder, else null."""

    id: UUID
    visit_id: UUID
    way: ContactWay
    outcome: ContactOutcome
    at: datetime
    received_at: datetime
    findings: Sequence[Finding] | None
    note: str | None
    referral: str | None
    alarm_id: UUID | None
    request_id: UUID | None
    acted_by: ActedBy | None


def known_contact(
    work: UnitOfWork, visit_id: UUID, told_at: datetime, outcome: ContactOutcome
) -> WelfareContact | None:
    """The actor's try of that moment with that outcome, if it is on record already."""
    query = select(WelfareContact).where(
        WelfareContact.visit_id == visit_id,
        WelfareContact.made_by == work.actor.account_id,
        WelfareContact.told_at == told_at,
        WelfareContact.outcome == outcome,
    )
    return work.session.scalar(query)


def contacts_of_visits(work: UnitOfWork, visit_ids: Collection[UUID]) -> Sequence[WelfareContact]:
    """The tries of these visits, the latest first."""
    query = select(WelfareContact).where(WelfareContact.visit_id.in_(visit_ids))
    return work.session.scalars(query.order_by(WelfareContact.at.desc(), WelfareContact.id.desc())).all()


def contacts_of_elder(work: UnitOfWork, elder_id: UUID, limit: int) -> Sequence[WelfareContact]:
    """The latest tries at calling on an elder, the latest first."""
    query = (
        select(WelfareContact)
        .join(WelfareVisit, WelfareVisit.id == WelfareContact.visit_id)
        .where(WelfareVisit.elder_id == elder_id)
        .order_by(WelfareContact.at.desc(), WelfareContact.id.desc())
    )
    return work.session.scalars(query.limit(limit)).all()


def last_contacts(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, WelfareContact]:
    """The latest try at each of these elders, in one statement."""
    query = (
        select(WelfareVisit.elder_id, WelfareContact)
        .join(WelfareContact, WelfareContact.visit_id == WelfareVisit.id)
        .where(WelfareVisit.elder_id.in_(elder_ids))
        .ext(distinct_on(WelfareVisit.elder_id))
        .order_by(WelfareVisit.elder_id, WelfareContact.at.desc(), WelfareContact.id.desc())
    )
    return {row.elder_id: row.WelfareContact for row in work.session.execute(query)}


def content_of(work: UnitOfWork, contact: WelfareContact) -> Mapping[str, Any]:
    """What was found and said, as it was told; empty since it was forgotten."""
    if contact.content_sealed is None:
        return {}
    bound_to = f"care_welfare_contacts.content:{contact.id}"
    told: dict[str, Any] = orjson.loads(work.house.cipher.decrypt(contact.content_sealed, bound_to=bound_to))
    return told


def shown_contact(work: UnitOfWork, contact: WelfareContact, *, in_full: bool) -> ShownContact:
    """A try as it is told."""
    told = content_of(work, contact) if in_full else {}
    own = {"findings", "note", "referral"}
    same = ShownContact.__dataclass_fields__.keys() - own
    return ShownContact(
        **{name: getattr(contact, name) for name in same},
        findings=[_finding(each) for each in told.get("findings", ())] if in_full else None,
        note=told.get("note"),
        referral=told.get("referral"),
    )


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(CheckArea(told["area"]), Concern(told["concern"]), told["words"])
