"""What is arranged for a day, by who makes it and by whom it is for: what people are told the evening before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import null, select
from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.visits.models import Assignment, Round, TomorrowTold, Visit
from service.elderly_care.visits.rules import NOT_BEGUN, RoundStatus, VisitStatus
from service.kit.clock import at_local
from service.kit.work import UnitOfWork

_LONGEST_WINDOW = timedelta(hours=36)
_ROUND_NOT_BEGUN = (RoundStatus.PLANNED, RoundStatus.ASSIGNED)


@dataclass(frozen=True, slots=True)
class MadeStop:
    """A visit or a round that somebody makes; a round has no one place."""

    account_id: UUID
    starts_at: datetime
    mode: Mode
    region_code: str | None


def claim_tomorrow(work: UnitOfWork, day: date) -> bool:
    """Whether it is for this transaction to tell of this day; of several who ask at once, one."""
    claim = insert(TomorrowTold).values(day=day, told_at=work.now).on_conflict_do_nothing()
    return work.session.scalar(claim.returning(TomorrowTold.day)) is not None


def stops_on(work: UnitOfWork, day: date) -> list[MadeStop]:
    """What caregivers are to make on a day, in the order of time."""
    visits = select(Caregiver.account_id, Assignment.starts_at, Visit.mode, Visit.region_code).join(
        Visit, Visit.id == Assignment.visit_id
    )
    rounds = select(Caregiver.account_id, Assignment.starts_at, Round.mode, null()).join(
        Round, Round.id == Assignment.round_id
    )
    found = [
        *work.session.execute(_theirs(visits.where(Visit.status.in_(NOT_BEGUN)), day)),
        *work.session.execute(_theirs(rounds.where(Round.status.in_(_ROUND_NOT_BEGUN)), day)),
    ]
    return sorted((MadeStop(*row) for row in found), key=lambda each: each.starts_at)


def arranged_on(work: UnitOfWork, day: date) -> Sequence[Visit]:
    """The visits that are settled for a day, in the order of time."""
    begins, ends = _bounds(day)
    query = select(Visit).where(
        Visit.status == VisitStatus.ASSIGNED,
        Visit.starts_at >= begins,
        Visit.starts_at < ends,
        # Says nothing new, but that is how visits to come are found among a million.
        Visit.window_ends_at.between(begins, ends + _LONGEST_WINDOW),
    )
    return work.session.scalars(query.order_by(Visit.starts_at, Visit.id)).all()


def _theirs(query: Any, day: date) -> Any:
    begins, ends = _bounds(day)
    return query.join(Caregiver, Caregiver.id == Assignment.caregiver_id).where(
        Assignment.released_at.is_(None), Assignment.starts_at >= begins, Assignment.starts_at < ends
    )


def _bounds(day: date) -> tuple[datetime, datetime]:
    return at_local(day), at_local(day + timedelta(days=1))
