"""Tables of visiting care: the policy's versions, what is settled for an elder, visits and tries; words are sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.welfare_visits.rules import (
    ChangeKind,
    ContactOutcome,
    ContactWay,
    RiskGrade,
    WelfareStatus,
    Wish,
)
from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed

_IS_DUE = "status = 'due'"


class WelfarePolicy(Identified, Table):
    """One version of the policy; rows are only added, and the one with the highest number holds."""

    __tablename__ = "care_welfare_policies"
    __table_args__ = (UniqueConstraint("number"), Index(None, "set_by"))

    number: Mapped[int]
    rhythms: Mapped[dict[str, Any]]
    rules: Mapped[list[Any]]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class WelfareElder(Identified, ActedByColumns, Versioned, Table):
    """What is settled for one elder beside the policy: a grade by hand, and how they wish to be called on.

    The columns of acting say who told the wish for them. `asked_then` is what the policy asked when the grade was set.
    """

    __tablename__ = "care_welfare_elders"
    __table_args__ = (
        UniqueConstraint("elder_id"),
        CheckConstraint("(grade IS NULL) = (until IS NULL AND grade_set_at IS NULL)", "by_hand"),
        Index(None, "until", postgresql_where=text("until IS NOT NULL")),
        Index(None, "grade_set_by"),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    wish: Mapped[Wish] = mapped_column(default=Wish.AT_THE_DOOR)
    wish_told_at: Mapped[datetime | None]
    grade: Mapped[RiskGrade | None]
    asked_then: Mapped[str | None]
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    until: Mapped[date | None]
    grade_set_at: Mapped[datetime | None]
    grade_set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


sealed(WelfareElder, "reason_sealed", "care_welfare_elders.reason:{id}")


class WelfareVisit(Identified, Versioned, Table):
    """That an elder is to be called on by `due_at`. Its period begins with the visit before it; one is due at a time.

    `settled_at` is when the elder was met, by the device that told it, `closed_at` when that became known here. The
    columns `…_told_at` say that its being late was told. Somebody who tried before `moved_at` served `formerly`.
    """

    __tablename__ = "care_welfare_visits"
    __table_args__ = (
        CheckConstraint("(status = 'due') = (closed_at IS NULL)", "open"),
        CheckConstraint("(status = 'done') = (settled_at IS NOT NULL AND outcome IS NOT NULL)", "settled"),
        CheckConstraint("(formerly IS NULL) = (moved_at IS NULL)", "moved"),
        CheckConstraint("(change IS NULL) = (changed_at IS NULL)", "change"),
        CheckConstraint("due_at > begins_at", "period"),
        Index("care_welfare_visits_one_due_key", "elder_id", unique=True, postgresql_where=text(_IS_DUE)),
        Index(
            "care_welfare_visits_period_key",
            "elder_id",
            "begins_at",
            unique=True,
            postgresql_where=text("status <> 'dropped'"),
        ),
        Index("care_welfare_visits_due_idx", "due_at", "id", postgresql_where=text(_IS_DUE)),
        Index(None, "region_code", "due_at", "id"),
        Index(None, "elder_id", "id"),
        Index(None, "formerly", postgresql_where=text("formerly IS NOT NULL")),
        Index(None, "closed_at", "id", postgresql_where=text("closed_at IS NOT NULL")),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    grade: Mapped[RiskGrade]
    reasons: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    policy_number: Mapped[int]
    begins_at: Mapped[datetime]
    due_at: Mapped[datetime]
    change: Mapped[ChangeKind | None]
    changed_at: Mapped[datetime | None]
    status: Mapped[WelfareStatus]
    outcome: Mapped[ContactOutcome | None]
    tries: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    formerly: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    moved_at: Mapped[datetime | None]
    grid_told_at: Mapped[datetime | None]
    community_told_at: Mapped[datetime | None]
    street_told_at: Mapped[datetime | None]


class WelfareContact(Identified, ActedByColumns, Table):
    """One try, as it was told; rows are only added, and the same one told again is the one on record.

    `told_at` is the device's clock, `at` what is believed of it: nothing later than when it came in.
    """

    __tablename__ = "care_welfare_contacts"
    __table_args__ = (
        UniqueConstraint("visit_id", "made_by", "told_at", "outcome"),
        Index(None, "made_by"),
        Index(None, "alarm_id", postgresql_where=text("alarm_id IS NOT NULL")),
        Index(None, "request_id", postgresql_where=text("request_id IS NOT NULL")),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_welfare_visits.id", ondelete="CASCADE"))
    way: Mapped[ContactWay]
    outcome: Mapped[ContactOutcome]
    told_at: Mapped[datetime]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    alarm_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_alarms.id", ondelete="SET NULL"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_requests.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


sealed(WelfareContact, "content_sealed", "care_welfare_contacts.content:{id}")
