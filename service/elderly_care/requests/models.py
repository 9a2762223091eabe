"""Tables of requests; how to get in, and what is wrong with somebody, is sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.requests.rules import RequestSource, RequestStatus
from service.elderly_care.rules import EligibilityClass
from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class CareRequest(Identified, ActedByColumns, Versioned, Table):
    """What an elder asks for. `needs` are service ids; a private one stays with the operator that took it in.

    `assess_by` is until when an assessment follows that need not come first; the workers, and later the street, are told
    once each that it has passed. `details` (note, key holder, pets, lift, floor, contacts at the door) are sealed. `due_on` is the last working day
    on which the present step is done in time.
    """

    __tablename__ = "care_requests"
    __table_args__ = (
        CheckConstraint("NOT is_private OR organisation_id IS NOT NULL", "private"),
        CheckConstraint(
            "(status IN ('assigned', 'active')) <= (contract_id IS NOT NULL OR is_private)", "assigned"
        ),
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "status", "id"),
        Index(None, "organisation_id", "status", "id", postgresql_where=text("organisation_id IS NOT NULL")),
        Index(None, "contract_id", postgresql_where=text("contract_id IS NOT NULL")),
        Index(None, "wished_organisation_id", postgresql_where=text("wished_organisation_id IS NOT NULL")),
        Index(None, "assessment_id", postgresql_where=text("assessment_id IS NOT NULL")),
        Index(
            "care_requests_waiting_idx",
            "due_on",
            "id",
            postgresql_where=text("status IN ('submitted', 'accepted', 'assessed', 'assigned')"),
        ),
        Index(
            "care_requests_to_assess_idx",
            "assess_by",
            "id",
            postgresql_where=text("assess_by IS NOT NULL AND assess_street_told_at IS NULL"),
        ),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    source: Mapped[RequestSource]
    needs: Mapped[list[Any]]
    payer: Mapped[Payer]
    is_private: Mapped[bool] = mapped_column(default=False)
    is_once: Mapped[bool] = mapped_column(default=False)
    preferred_times: Mapped[list[Any]] = mapped_column(default=list)
    wished_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[RequestStatus]
    eligibility: Mapped[EligibilityClass]
    submitted_at: Mapped[datetime]
    due_on: Mapped[date | None]
    overdue_told_at: Mapped[datetime | None]
    assess_by: Mapped[date | None]
    assess_told_at: Mapped[datetime | None]
    assess_street_told_at: Mapped[datetime | None]
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_assessments.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_contracts.id"))
    reason: Mapped[str | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    updated_at: Mapped[datetime]


sealed(CareRequest, "details_sealed", "care_requests.details:{id}")
