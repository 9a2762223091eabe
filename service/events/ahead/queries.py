"""The next activities of some residents and the places that they are offered, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, cast, null, select, union_all

from service.events.activities.models import Activity, ActivityWait, SignUp
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.database import Moment
from service.kit.lists import given, in_text
from service.kit.prepared import Prepared
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork

_NEXT = 3
_OFFERS = 5


@dataclass(slots=True)
class ActivityAhead:
    """An activity that is not over and to which somebody goes; `id` is the activity's."""

    id: UUID
    resident_id: UUID
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class PlaceOffered:
    """A place in an activity that is held for somebody until a moment; `id` is the activity's."""

    id: UUID
    resident_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime


class EventsAhead(NamedTuple):
    """What lies ahead, the nearest first."""

    activities: list[ActivityAhead]
    offers: list[PlaceOffered]


def ahead(work: UnitOfWork, resident_ids: Collection[UUID]) -> EventsAhead:
    """The next few activities to which these residents go, and the places that they are offered now."""
    found = EventsAhead([], [])
    for row in _AHEAD(work, resident_ids=list(resident_ids), now=work.now):
        told, times = (row.id, row.resident_id, row.title), (row.starts_at, row.ends_at)
        if row.expires_at is None:
            found.activities.append(ActivityAhead(*told, row.place, *times))
        else:
            found.offers.append(PlaceOffered(*told, *times, row.expires_at))
    return found


_NOW = bindparam("now", type_=Moment())
_THEIRS = given("resident_ids", Uuid())
_OF_ACTIVITY: tuple[Any, ...] = (
    Activity.id,
    Activity.title,
    Activity.place,
    Activity.starts_at,
    Activity.ends_at,
)


def _is(column: Any, value: str) -> Any:
    return column == in_text(value)


def _going() -> Any:
    return (
        select(*_OF_ACTIVITY, SignUp.resident_id, cast(null(), Moment()).label("expires_at"))
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.resident_id == _THEIRS.any_(),
            _is(SignUp.status, SignUpStatus.SIGNED_UP),
            _is(Activity.status, ActivityStatus.PUBLISHED),
            Activity.ends_at > _NOW,
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(in_text(_NEXT))
        .subquery("going")
    )


def _offered() -> Any:
    return (
        select(*_OF_ACTIVITY, ActivityWait.resident_id, ActivityWait.offer_expires_at.label("expires_at"))
        .join(ActivityWait, ActivityWait.activity_id == Activity.id)
        .where(
            ActivityWait.resident_id == _THEIRS.any_(),
            _is(ActivityWait.status, WaitlistState.OFFERED),
            ActivityWait.offer_expires_at > _NOW,
        )
        .order_by(ActivityWait.offer_expires_at, ActivityWait.id)
        .limit(in_text(_OFFERS))
        .subquery("offered")
    )


_AHEAD = Prepared(union_all(select(_going()), select(_offered())))
