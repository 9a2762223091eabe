"""Tables of ladders: each notice's households, who belongs to them, and which steps were taken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.events.reaching.rules import Step, Way
from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table


class Ladder(Table):
    """That a notice goes on until it is answered; `run_id` is the work in the background that takes it on.

    After years it is forgotten who was to be reached, and only how many and how stays.
    """

    __tablename__ = "reach_ladders"
    __table_args__ = (
        Index("reach_ladders_open_idx", "notice_id", postgresql_where="ended_at IS NULL"),
        Index("reach_ladders_kept_idx", "began_at", postgresql_where="forgotten_at IS NULL"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    run_id: Mapped[UUID]
    began_at: Mapped[datetime]
    gathered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]


class ReachHousehold(Identified, ActedByColumns, Table):
    """Addressees of a notice who keep house together, or one who lives alone; `household_key` says who, until forgotten.

    `step` is the last that was taken, `next_at` when it goes on. `reached_through` is the adult who answered, and who
    acted is a proxy or the worker who told them. `gone_at`: nobody of it lives here any more.
    """

    __tablename__ = "reach_households"
    __table_args__ = (
        UniqueConstraint("notice_id", "household_key"),
        Index(None, "notice_id", "grid_code", "walk_order", "id"),
        Index(None, "grid_code"),
        Index(
            "reach_households_due_idx",
            "notice_id",
            "next_at",
            "id",
            postgresql_where="next_at IS NOT NULL",
        ),
        Index(
            "reach_households_untold_idx",
            "notice_id",
            postgresql_where="step IN ('call', 'doorstep') AND NOT is_told AND reached_at IS NULL",
        ),
        Index(None, "reached_through", postgresql_where="reached_through IS NOT NULL"),
        CheckConstraint("(reached_by IS NULL) = (reached_at IS NULL)", "reached"),
        CheckConstraint("(step IS NULL) = (stepped_at IS NULL)", "stepped"),
        CheckConstraint("next_at IS NULL OR (reached_at IS NULL AND gone_at IS NULL)", "next"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("reach_ladders.notice_id"))
    household_key: Mapped[UUID | None]
    grid_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    walk_order: Mapped[str] = mapped_column(String(collation="C"))
    has_adult: Mapped[bool]
    step: Mapped[Step | None]
    stepped_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    is_told: Mapped[bool] = mapped_column(default=False)
    reached_by: Mapped[Way | None]
    reached_at: Mapped[datetime | None]
    reached_through: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    gone_at: Mapped[datetime | None]


class ReachPerson(Table):
    """That an addressee belongs to one of a ladder's households."""

    __tablename__ = "reach_people"
    __table_args__ = (Index(None, "household_id"), Index(None, "resident_id"))

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("reach_ladders.notice_id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("reach_households.id"))
    is_adult: Mapped[bool]
    is_here: Mapped[bool] = mapped_column(default=True)


class Rung(Table):
    """That a step was taken for a household, once: to how many of its people, and what the gateways said of it."""

    __tablename__ = "reach_rungs"
    __table_args__ = (CheckConstraint("people > 0 AND sent >= 0 AND failed >= 0", "counted"),)

    household_id: Mapped[UUID] = mapped_column(ForeignKey("reach_households.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]
    people: Mapped[int]
    sent: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
