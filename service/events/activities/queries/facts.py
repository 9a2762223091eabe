"""What has to be known of an activity to sign up for it, in one statement of explicit columns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, bindparam, func, select

from service.events.activities.models import Activity, ActivityPlaces, ActivityRegion, ActivityTag
from service.events.activities.rules import ActivityStatus, Times
from service.kit.database import any_of
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.regions.queries import path_array


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """What has to be known of an activity to treat its sign-ups; `path` is that of its place."""

    id: UUID
    path: tuple[str, ...]
    organisation_id: UUID | None
    living_room_id: UUID | None
    booking_id: UUID | None
    status: ActivityStatus
    times: Times
    cancel_before_minutes: int
    volunteer_minutes: int
    region_codes: frozenset[str]
    audience: frozenset[str]

    def is_for(self, path: Collection[str], tags: Collection[str]) -> bool:
        """Whether it is meant for somebody who lives at this path and has these tags."""
        return not self.region_codes.isdisjoint(path) and (
            not self.audience or not self.audience.isdisjoint(tags)
        )


def facts(work: UnitOfWork, activity_id: UUID) -> ActivityFacts | None:
    """What has to be known of an activity, whoever asks."""
    row = _FACTS(work, activity_id=activity_id).fetchone()
    return None if row is None else _read(row)


def _read(row: Any) -> ActivityFacts:
    return ActivityFacts(
        id=row.id,
        path=tuple(row.path or ()),
        organisation_id=row.organisation_id,
        living_room_id=row.living_room_id,
        booking_id=row.booking_id,
        status=ActivityStatus(row.status),
        times=Times(row.starts_at, row.ends_at, row.sign_up_opens_at, row.sign_up_closes_at),
        cancel_before_minutes=row.cancel_before_minutes,
        volunteer_minutes=row.volunteer_minutes,
        region_codes=frozenset(row.region_codes),
        audience=frozenset(row.audience),
    )


def region_codes_of_activity() -> ColumnElement[list[str]]:
    """The places whose people the activity selected is for."""
    return _gathered(ActivityRegion.region_code, ActivityRegion.activity_id)


def audience_of_activity() -> ColumnElement[list[str]]:
    """The tags of which those people need one; empty when all are meant."""
    return _gathered(ActivityTag.tag_code, ActivityTag.activity_id)


def _gathered(code: Any, activity_id: Any) -> ColumnElement[list[str]]:
    found = select(code).where(activity_id == Activity.id).order_by(code).correlate(Activity)
    return func.array(found.scalar_subquery(), type_=ARRAY(String))


_FACTS = Prepared(
    select(
        Activity.id,
        path_array(Activity.region_code).label("path"),
        Activity.organisation_id,
        Activity.living_room_id,
        Activity.booking_id,
        Activity.status,
        Activity.starts_at,
        Activity.ends_at,
        Activity.sign_up_opens_at,
        Activity.sign_up_closes_at,
        Activity.cancel_before_minutes,
        Activity.volunteer_minutes,
        region_codes_of_activity().label("region_codes"),
        audience_of_activity().label("audience"),
    ).where(Activity.id == bindparam("activity_id"))
)


@dataclass(frozen=True, slots=True)
class Locked:
    """An activity that nobody else can change before this transaction ends, and where it belongs."""

    activity: Activity
    path: tuple[str, ...]


def locked(work: UnitOfWork, activity_id: UUID) -> Locked | None:
    """An activity to be changed, whoever asks; who signs up meanwhile, and points to it, is not kept waiting."""
    query = (
        select(Activity, path_array(Activity.region_code))
        .where(Activity.id == activity_id)
        .with_for_update(of=Activity, key_share=True)
        .execution_options(populate_existing=True)
    )
    row = work.session.execute(query).first()
    return None if row is None else Locked(row[0], tuple(row[1] or ()))


def places(work: UnitOfWork, activity_id: UUID, *, lock: bool = False) -> ActivityPlaces | None:
    """How many places there are and are taken; locked, nobody takes or gives back one until this transaction ends."""
    query = select(ActivityPlaces).where(ActivityPlaces.activity_id == activity_id)
    query = query.with_for_update() if lock else query
    return work.session.scalar(query.execution_options(populate_existing=True))


def locked_places(work: UnitOfWork, activity_ids: Collection[UUID]) -> Sequence[ActivityPlaces]:
    """The places of several activities, locked in the order of the activities' ids."""
    query = select(ActivityPlaces).where(ActivityPlaces.activity_id == any_of(activity_ids))
    held = query.order_by(ActivityPlaces.activity_id).with_for_update()
    return work.session.scalars(held.execution_options(populate_existing=True)).all()
