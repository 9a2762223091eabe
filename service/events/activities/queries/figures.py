"""How many came: to one activity, and to those of a place in some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select

from service.events.activities.models import Activity, ActivityFeedback, ActivityPlaces, SignUp
from service.events.activities.permissions import may_organise
from service.events.activities.rules import ActivityKind, ActivityStatus, SignUpEnd, SignUpStatus
from service.kit.clock import at_local
from service.kit.small_cells import blurred
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many activities there were, how many had places, came, stayed away or gave their place back, and how it was.

    Figures that point at few people are None to who has no duty with them.
    """

    activities: int
    capacity: int
    signed_up: int | None
    attended: int | None
    absent: int | None
    cancelled: int | None
    cancelled_late: int | None
    feedback: int | None
    rating: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresOfKind(Figures):
    """The same of one kind of activity."""

    kind: ActivityKind


@dataclass(frozen=True, slots=True)
class FiguresOfPlace:
    """The figures of a place in some days, in all and by kind."""

    region_code: str
    from_: date
    to: date
    total: Figures
    by_kind: Sequence[FiguresOfKind]


_HELD = (ActivityStatus.PUBLISHED, ActivityStatus.COMPLETED)
_GIVEN_BACK = SignUp.ended_by.in_((SignUpEnd.HOLDER, SignUpEnd.ORGANISER, SignUpEnd.DEPARTURE))


def figures_of_activity(work: UnitOfWork, activity_id: UUID, path: Sequence[str]) -> Figures:
    """The figures of one activity."""
    return _total(_by_kind(work, Activity.id == activity_id), exact=may_organise(work.actor, path))


def figures_of_place(
    work: UnitOfWork, region_code: str, path: Sequence[str], from_: date, to: date
) -> FiguresOfPlace:
    """The figures of the activities of a place and all below it that were held and began in these days."""
    exact = may_organise(work.actor, path)
    rows = _by_kind(
        work,
        Activity.region_code.in_(regions.below([region_code])),
        Activity.status.in_(_HELD),
        Activity.starts_at >= at_local(from_),
        Activity.starts_at < at_local(to + timedelta(days=1)),
    )
    by_kind = [FiguresOfKind(kind=row.kind, **_counts([row], exact=exact)) for row in rows]
    return FiguresOfPlace(region_code, from_, to, _total(rows, exact=exact), by_kind)


def _by_kind(work: UnitOfWork, *which: ColumnElement[bool]) -> Sequence[Any]:
    """Sums for each kind of activity; people and what they said are summed by activity first."""
    mine = select(Activity.id).where(*which)
    people, said = _people_in(mine), _said_of(mine)
    summed: dict[str, Any] = {"capacity": ActivityPlaces.capacity}
    summed |= {name: part.c[name] for part in (people, said) for name in part.c.keys()[1:]}
    sums = [func.coalesce(func.sum(column), 0).label(name) for name, column in summed.items()]
    query = (
        select(Activity.kind, func.count().label("activities"), *sums)
        .join(ActivityPlaces, ActivityPlaces.activity_id == Activity.id)
        .outerjoin(people, people.c.activity_id == Activity.id)
        .outerjoin(said, said.c.activity_id == Activity.id)
        .where(*which)
        .group_by(Activity.kind)
        .order_by(Activity.kind)
    )
    return work.session.execute(query).all()


def _people_in(activity_ids: Select[UUID]) -> Subquery:
    counts = {
        "signed_up": SignUp.status == SignUpStatus.SIGNED_UP,
        "attended": SignUp.status == SignUpStatus.ATTENDED,
        "absent": SignUp.status == SignUpStatus.ABSENT,
        "cancelled": _GIVEN_BACK,
        "cancelled_late": SignUp.cancelled_late,
    }
    columns = [func.count().filter(condition).label(name) for name, condition in counts.items()]
    query = select(SignUp.activity_id, *columns).where(SignUp.activity_id.in_(activity_ids))
    return query.group_by(SignUp.activity_id).subquery()


def _said_of(activity_ids: Select[UUID]) -> Subquery:
    query = select(
        ActivityFeedback.activity_id,
        func.count().label("feedback"),
        func.sum(ActivityFeedback.rating).label("ratings"),
    ).where(ActivityFeedback.activity_id.in_(activity_ids))
    return query.group_by(ActivityFeedback.activity_id).subquery()


_PEOPLE = ("signed_up", "attended", "absent", "cancelled", "cancelled_late", "feedback")


def _total(rows: Sequence[Any], *, exact: bool) -> Figures:
    return Figures(**_counts(rows, exact=exact))


def _counts(rows: Sequence[Any], *, exact: bool) -> dict[str, Any]:
    summed = {name: int(sum(getattr(row, name) for row in rows)) for name in _PEOPLE}
    told: dict[str, Any] = {name: count if exact else blurred(count) for name, count in summed.items()}
    ratings = int(sum(row.ratings for row in rows))
    told["rating"] = round(ratings / summed["feedback"], 1) if told["feedback"] else None
    told["activities"] = sum(row.activities for row in rows)
    told["capacity"] = int(sum(row.capacity for row in rows))
    return told
