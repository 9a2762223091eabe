"""Rounds one by one and in pages, for the operator's planners and for whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select

from service.elderly_care import permissions
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.rounds.queries.standing import caregiver_ids_of
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import RoundStatus, VisitStatus
from service.kit.actor import Role
from service.kit.clock import at_local, local_date
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork

_NOT_COUNTED = (VisitStatus.CANCELLED,)
_SERVED = (VisitStatus.DONE, VisitStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class RoundStop:
    """One door of a round, or one guest of a session; `door` says how to get in, where and when that is needed."""

    visit_id: UUID
    elder_id: UUID
    elder_name: str | None = field(repr=False)
    region_code: str
    area: str
    status: VisitStatus
    door: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round as its operator sees it: whose it is, and how many doors are to be passed and have been.

    `stops` only where one is read."""

    id: UUID
    version: int
    organisation_id: UUID
    service_id: UUID
    mode: Mode
    facility_id: UUID | None
    name: str
    starts_at: datetime
    ends_at: datetime
    caregivers_needed: int
    caregiver_ids: Sequence[UUID]
    status: RoundStatus
    visits: int
    served: int
    stops: Sequence[RoundStop] | None = None


def readable(work: UnitOfWork, round_id: UUID) -> Round:
    """A round that the actor may see. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(_within_reach(work).where(Round.id == round_id)))


def rounds(
    work: UnitOfWork,
    *,
    organisation_id: UUID | None = None,
    caregiver_id: UUID | None = None,
    status: RoundStatus | None = None,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownRound]:
    """The rounds that the actor may see, in their order; the days are inclusive. Raises Forbidden."""
    query = _within_reach(work)
    if organisation_id is not None:
        query = query.where(Round.organisation_id == organisation_id)
    if caregiver_id is not None:
        query = query.where(_is_of(Assignment.caregiver_id == caregiver_id))
    if status is not None:
        query = query.where(Round.status == status)
    if from_ is not None:
        query = query.where(Round.starts_at >= at_local(from_))
    if to is not None:
        query = query.where(Round.starts_at < at_local(to + timedelta(days=1)))
    found = page(work, query, by=(Round.starts_at, Round.id), cursor=cursor, limit=limit)
    return Page(shown_all(work, found.items), found.next_cursor)


def shown(work: UnitOfWork, row: Round) -> ShownRound:
    """A round as it is told."""
    work.session.flush()
    return shown_all(work, [row])[0]


def shown_all(work: UnitOfWork, rows: Sequence[Round]) -> list[ShownRound]:
    """Rounds as they are told, in two statements for all."""
    ids = [row.id for row in rows]
    caregivers, counts = caregiver_ids_of(work, ids), _counts(work, ids)
    own = {"caregiver_ids", "visits", "served", "stops"}
    same = ShownRound.__dataclass_fields__.keys() - own
    return [
        ShownRound(
            **{name: getattr(row, name) for name in same},
            caregiver_ids=caregivers.get(row.id, []),
            visits=counts.get(row.id, (0, 0))[0],
            served=counts.get(row.id, (0, 0))[1],
        )
        for row in rows
    ]


def visits_of(work: UnitOfWork, round_id: UUID) -> Sequence[Visit]:
    """The visits of a round that were not called off."""
    query = select(Visit).where(Visit.round_id == round_id, Visit.status.not_in(_NOT_COUNTED))
    return work.session.scalars(query.order_by(Visit.id)).all()


def _counts(work: UnitOfWork, round_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    query = (
        select(
            Visit.round_id,
            func.count().label("visits"),
            func.count().filter(Visit.status.in_(_SERVED)).label("served"),
        )
        .where(Visit.round_id.in_(round_ids), Visit.status.not_in(_NOT_COUNTED))
        .group_by(Visit.round_id)
    )
    return {row.round_id: (row.visits, row.served) for row in work.session.execute(query)}


def _within_reach(work: UnitOfWork) -> Select[Round]:
    actor = work.actor
    planned = actor.served_organisations(permissions.PLANNERS)
    cared = actor.served_organisations({Role.CAREGIVER})
    if not planned and not cared:
        raise Forbidden
    theirs: Any = Caregiver.account_id == actor.account_id
    furthest = local_date(work.now) + timedelta(days=work.house.settings.care_caregiver_sees_days)
    mine = Round.organisation_id.in_(cared) & _is_of(theirs) & (Round.starts_at < at_local(furthest))
    return select(Round).where(or_(Round.organisation_id.in_(planned), mine))


def _is_of(whose: Any) -> Any:
    """That a round is, now, that of a caregiver of whom this holds."""
    return (
        exists()
        .where(Assignment.round_id == Round.id, Assignment.released_at.is_(None), whose)
        .where(Caregiver.id == Assignment.caregiver_id)
    )
