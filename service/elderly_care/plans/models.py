"""Tables of plans, their versions, items and pauses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.plans.errors import PauseOverlap, PlanStands, RevisionOpen
from service.elderly_care.plans.rules import (
    AgreementWay,
    OnHolidays,
    PauseReason,
    PlanStatus,
    VersionStatus,
)
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class CarePlan(Identified, ActedByColumns, Versioned, Table):
    """What an elder gets because of a request; `present_version` is the newest that was agreed to, 0 before.

    Who last paused, resumed or ended it for the elder is in the columns of acting; who agreed or declined, in its version's.

    `visits_made_until` is the last day up to which the visits of the present items are made. One whose request goes on
    elsewhere when it ends, at another operator or in the queue, makes room for the plan that comes next.
    """

    __tablename__ = "care_plans"
    __table_args__ = (
        Index(
            "care_plans_one_a_request",
            "request_id",
            unique=True,
            postgresql_where=text("status <> 'ended' AND NOT request_goes_on"),
        ),
        CheckConstraint("ends_on >= starts_on", "days"),
        CheckConstraint("is_private OR contract_id IS NOT NULL", "contract"),
        CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", "ended"),
        Index(None, "request_id", "id"),
        Index(None, "elder_id", "id"),
        Index(None, "organisation_id", "status", "id"),
        Index(None, "contract_id", postgresql_where=text("contract_id IS NOT NULL")),
        Index(None, "region_code", "status", "id"),
        Index(
            "care_plans_to_make_idx",
            "visits_made_until",
            "id",
            postgresql_where=text("status IN ('active', 'paused')"),
        ),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("care_requests.id"))
    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_contracts.id"))
    payer: Mapped[Payer]
    is_private: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PlanStatus]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    present_version: Mapped[int] = mapped_column(default=0)
    preferred_caregivers: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    refused_caregivers: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    visits_made_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None]
    # The plan that this one goes on from, at another operator.
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_plans.id"), index=True)
    request_goes_on: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PlanVersion(ActedByColumns, Table):
    """A text that was offered: `content` is what it says, `text_hash` the SHA-256 of it (hex), `quote` its month's price.

    Who agreed for the elder is in the columns of acting. `witness_id` is who brought the elder's word: on paper the worker
    who was there, `witness` who else was; by a code who had the elder on the telephone.
    """

    __tablename__ = "care_plan_versions"
    __table_args__ = (
        CheckConstraint("number >= 1", "number"),
        CheckConstraint(
            "(status = 'agreed') = (agreed_at IS NOT NULL) AND (status = 'agreed') = (agreed_way IS NOT NULL)",
            "agreed",
        ),
        CheckConstraint("agreed_way <> 'paper' OR witness_id IS NOT NULL", "witness"),
        Index(
            "care_plan_versions_one_offered",
            "plan_id",
            unique=True,
            postgresql_where=text("status = 'offered'"),
        ),
        Index(None, "attachment_id", postgresql_where=text("attachment_id IS NOT NULL")),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[VersionStatus]
    takes_effect_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    text_hash: Mapped[str]
    quote: Mapped[dict[str, Any]]
    offered_at: Mapped[datetime]
    offered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    agreed_at: Mapped[datetime | None]
    agreed_way: Mapped[AgreementWay | None]
    witness_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    witness: Mapped[str | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    # Why the elder declined it.
    reason: Mapped[str | None]


class PlanItem(Identified, Table):
    """One service of a plan: on which days (`rrule`, RFC 5545, from `starts_on`) and when in the day.

    `window_start` and `window_end` are minutes from 00:00 of the day, beyond 1440 on the next. A revision never changes
    an item: it ends it and begins another one; one that it leaves alone goes on, and so do its visits.
    """

    __tablename__ = "care_plan_items"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 720", "minutes"),
        CheckConstraint(
            "window_start BETWEEN 0 AND 1439 AND window_end <= 2160 AND window_end - window_start >= minutes",
            "window",
        ),
        CheckConstraint("caregivers_needed BETWEEN 1 AND 4", "caregivers_needed"),
        CheckConstraint("(until_version IS NULL) = (ends_on IS NULL)", "until"),
        CheckConstraint("price_fen >= 0", "price"),
        Index(None, "plan_id", "starts_on", "id"),
        Index(None, "service_id"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plans.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("care_services.id"))
    since_version: Mapped[int]
    until_version: Mapped[int | None]
    starts_on: Mapped[date]
    # Its last day, set by the version that ended it; one before `starts_on` where it never came into force.
    ends_on: Mapped[date | None]
    rrule: Mapped[str]
    minutes: Mapped[int]
    window_start: Mapped[int]
    window_end: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    caregivers_needed: Mapped[int] = mapped_column(default=1)
    on_holidays: Mapped[OnHolidays] = mapped_column(default=OnHolidays.SERVE)
    # What one time costs in a private plan; in others the price list of the contract says.
    price_fen: Mapped[int | None]


class PlanPause(Identified, ActedByColumns, Table):
    """That nobody is visited from a day until a last day, or until the plan is resumed."""

    __tablename__ = "care_plan_pauses"
    __table_args__ = (
        ExcludeConstraint(
            ("plan_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="care_plan_pauses_no_overlap",
        ),
        CheckConstraint("ends_on >= starts_on", "days"),
        Index(None, "plan_id", "starts_on", "id"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plans.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[PauseReason]
    paused_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    paused_at: Mapped[datetime]


breaking("care_plans_one_a_request", PlanStands)
breaking("care_plan_versions_one_offered", RevisionOpen)
breaking("care_plan_pauses_no_overlap", PauseOverlap)
