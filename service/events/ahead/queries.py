"""The next activities of some residents and the places that they are offered, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, Uuid, and_, cast, null, or_, select, union_all

from service.events.activities.models import Activity, ActivityWait, SignUp
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.database import Moment
from service.kit.lists import EachGiven, in_text
from service.kit.prepared import Prepared, unseen
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
    status: str


@dataclass(slots=True)
class PlaceOffered:
    """A place in an activity that is held for somebody who waits, until a moment; `id` is that of their wait."""

    id: UUID
    resident_id: UUID
    activity_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime


class EventsAhead(NamedTuple):
    """What lies ahead, the nearest first, whosever it is."""

    activities: list[ActivityAhead]
    offers: list[PlaceOffered]


def ahead(work: UnitOfWork, resident_ids: Collection[UUID]) -> EventsAhead:
    """The next few activities to which each of these residents goes, and the places that they are offered now."""
    found = EventsAhead([], [])
    for row in _AHEAD(work, resident_ids=list(resident_ids), now=work.now):
        whose, times = row.resident_id, (row.starts_at, row.ends_at)
        if row.wait_id is None:
            told = (row.title, row.place, *times, row.status)
            found.activities.append(ActivityAhead(row.id, whose, *told))
        else:
            found.offers.append(PlaceOffered(row.wait_id, whose, row.id, row.title, *times, row.expires_at))
    found.activities.sort(key=lambda each: (each.starts_at, each.id))
    found.offers.sort(key=lambda each: (each.expires_at, each.id))
    return found


# Unseen, so that no moment promises a better plan than the one that is kept.
_NOW = unseen("now", Moment())
_EACH = EachGiven("resident_ids", Uuid())
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
    columns: tuple[Any, ...] = (
        SignUp.resident_id,
        cast(SignUp.status, String).label("status"),
        cast(null(), Uuid()).label("wait_id"),
        cast(null(), Moment()).label("expires_at"),
    )
    first = (
        select(*_OF_ACTIVITY, *columns)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.resident_id == _EACH.value,
            or_(_is(SignUp.status, SignUpStatus.SIGNED_UP), _is_there()),
            _is(Activity.status, ActivityStatus.PUBLISHED),
            Activity.ends_at > _NOW,
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(in_text(_NEXT))
    )
    return _EACH.first(first)


def _is_there() -> Any:
    """Of who has checked in, maybe before it begins; once an activity is over that is told, and their past left aside."""
    not_told = SignUp.told_times == SignUp.withdrawn_times
    return and_(_is(SignUp.status, SignUpStatus.ATTENDED), not_told)


def _offered() -> Any:
    columns: tuple[Any, ...] = (
        ActivityWait.resident_id,
        cast(ActivityWait.status, String).label("status"),
        ActivityWait.id.label("wait_id"),
        ActivityWait.offer_expires_at.label("expires_at"),
    )
    first = (
        select(*_OF_ACTIVITY, *columns)
        .join(ActivityWait, ActivityWait.activity_id == Activity.id)
        .where(
            ActivityWait.resident_id == _EACH.value,
            _is(ActivityWait.status, WaitlistState.OFFERED),
            _is(Activity.status, ActivityStatus.PUBLISHED),
            ActivityWait.offer_expires_at > _NOW,
        )
        .order_by(ActivityWait.offer_expires_at, ActivityWait.id)
        .limit(in_text(_OFFERS))
    )
    return _EACH.first(first)


_AHEAD = Prepared(union_all(_going(), _offered()))
