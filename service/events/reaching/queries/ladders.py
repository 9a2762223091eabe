"""Which ladders and households are due, and who speaks for a household."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select

from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson
from service.events.reaching.rules import Step
from service.kit.background import OPEN, BackgroundRun
from service.kit.database import any_of
from service.kit.work import UnitOfWork


def ladder(work: UnitOfWork, notice_id: UUID, *, is_held: bool = False) -> Ladder | None:
    """The ladder of a notice; None for one that need not reach everybody, or whose addressees are not noted yet."""
    return work.session.get(Ladder, notice_id, populate_existing=True, with_for_update=is_held)


def ladders_due(work: UnitOfWork) -> Sequence[Ladder]:
    """Ladders on which somebody is due and nobody is at work, held."""
    is_due = select(ReachHousehold.id).where(
        ReachHousehold.notice_id == Ladder.notice_id, ReachHousehold.next_at <= work.now
    )
    return _given_up(work, Ladder.gathered_at.is_not(None), is_due.exists())


def ladders_not_gathered(work: UnitOfWork) -> Sequence[Ladder]:
    """Ladders whose households are not all known and at whose gathering nobody is any more, held."""
    return _given_up(work, Ladder.gathered_at.is_(None))


def _given_up(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Sequence[Ladder]:
    """Ladders that have not ended, and nobody is at work on them."""
    is_worked_on = select(BackgroundRun.id).where(
        BackgroundRun.id == Ladder.run_id, BackgroundRun.status.in_(OPEN)
    )
    query = select(Ladder).where(Ladder.ended_at.is_(None), *conditions, ~is_worked_on.exists())
    return work.session.scalars(query.order_by(Ladder.notice_id).with_for_update(skip_locked=True)).all()


def due(work: UnitOfWork, notice_id: UUID, moment: datetime, limit: int) -> Sequence[Row[UUID, Step | None]]:
    """The households that go on by this moment, the longest due first, held; without those in others' hands."""
    query = select(ReachHousehold.id, ReachHousehold.step).where(
        ReachHousehold.notice_id == notice_id, ReachHousehold.next_at <= moment
    )
    ordered = query.order_by(ReachHousehold.next_at, ReachHousehold.id).limit(limit)
    return work.session.execute(ordered.with_for_update(skip_locked=True)).all()


def speakers(work: UnitOfWork, household_ids: Collection[UUID]) -> Sequence[Row[UUID, UUID]]:
    """Resident and household, for all who speak for these households."""
    query = (
        select(ReachPerson.resident_id, ReachPerson.household_id)
        .join(ReachHousehold, ReachHousehold.id == ReachPerson.household_id)
        .where(ReachHousehold.id == any_of(household_ids), speaks())
    )
    return work.session.execute(query.order_by(ReachPerson.resident_id)).all()


def speaks() -> ColumnElement[bool]:
    """The condition that a person speaks for their household: an adult who lives there, or where there is none, anybody."""
    return ReachPerson.is_here & is_of_age()


def is_of_age() -> ColumnElement[bool]:
    """The condition that a person is an adult, or of a household without any."""
    return or_(ReachPerson.is_adult, ~ReachHousehold.has_adult)
