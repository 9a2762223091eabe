"""Activities, sign-ups and waits as they are told, narrowed to what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from service.events.activities.models import Activity, ActivityPlaces, ActivityWait
from service.events.activities.queries.facts import audience_of_activity, region_codes_of_activity
from service.events.activities.queries.people import SignUpRecord, WaitRecord, own_sign_ups, own_waits
from service.events.activities.queries.visible import Reader, is_seen, reader, takes_part
from service.events.activities.rules import LONGEST, ActivityKind, ActivityStatus
from service.kit.clock import at_local
from service.kit.content import ContentState, is_shown_to
from service.kit.pages import Page, page
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions


# Not frozen: what the reader has in it is looked up for a whole page at once.
@dataclass(slots=True, kw_only=True)
class ActivityRecord:
    """An activity as it is told; `sign_ups` and `waits` are the reader's own and of whom they look after."""

    id: UUID
    title: str
    description: str
    kind: ActivityKind
    region_code: str
    organisation_id: UUID | None
    organisation_name: str | None
    place: str
    living_room_id: UUID | None
    booking_id: UUID | None
    room_lost_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime | None
    sign_up_closes_at: datetime
    cancel_before_minutes: int
    offer_minutes: int
    volunteer_minutes: int
    capacity: int
    taken: int
    waiting: int
    region_codes: list[str]
    audience: list[str]
    status: ActivityStatus
    reason: str | None
    content_state: ContentState | None
    content_by: UUID | None = field(repr=False)
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    version: int
    sign_ups: list[SignUpRecord] = field(default_factory=list)
    waits: list[WaitRecord] = field(default_factory=list)

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken


_WAITING = (
    select(func.count())
    .where(ActivityWait.activity_id == Activity.id, ActivityWait.status == WaitlistState.WAITING)
    .correlate(Activity)
    .scalar_subquery()
)
_ELSEWHERE: dict[str, Any] = {
    "organisation_name": organisations.name_of(Activity.organisation_id),
    "capacity": ActivityPlaces.capacity,
    "taken": ActivityPlaces.taken,
    "waiting": _WAITING,
    "region_codes": region_codes_of_activity(),
    "audience": audience_of_activity(),
}
_NAMES = [name for name in ActivityRecord.__dataclass_fields__ if name not in {"sign_ups", "waits"}]
_COLUMNS: list[Any] = [_ELSEWHERE.get(name, getattr(Activity, name, None)) for name in _NAMES]
_RECORDS: Select[Any] = select(
    *(column.label(name) for name, column in zip(_NAMES, _COLUMNS, strict=True))
).join(ActivityPlaces, ActivityPlaces.activity_id == Activity.id)


def activity(work: UnitOfWork, activity_id: UUID) -> ActivityRecord | None:
    """An activity that the actor may see."""
    as_whom = reader(work)
    row = work.session.execute(_RECORDS.where(Activity.id == activity_id, is_seen(work, as_whom))).first()
    return None if row is None else _told(work, [row], as_whom)[0]


def activity_told(work: UnitOfWork, activity_id: UUID) -> ActivityRecord:
    """An activity as it is told to whoever was allowed to change it just now."""
    work.session.flush()
    row = work.session.execute(_RECORDS.where(Activity.id == activity_id)).one()
    return _told(work, [row], reader(work))[0]


def activities(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    organisation_id: UUID | None = None,
    kind: ActivityKind | None = None,
    status: ActivityStatus | None = None,
    mine: bool = False,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ActivityRecord]:
    """The activities that the actor may see, the earliest first; those to come, unless days are asked for."""
    as_whom = reader(work)
    query = _RECORDS.where(is_seen(work, as_whom), _within(work, from_, to))
    if region_code is not None:
        query = query.where(Activity.region_code.in_(regions.below([region_code])))
    if organisation_id is not None:
        query = query.where(Activity.organisation_id == organisation_id)
    if kind is not None:
        query = query.where(Activity.kind == kind)
    if status is not None:
        query = query.where(Activity.status == status)
    if mine and as_whom is not None:
        query = query.where(takes_part(as_whom))
    by = (Activity.starts_at, Activity.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, scalars=False)
    return Page(_told(work, found.items, as_whom), found.next_cursor)


def _within(work: UnitOfWork, from_: date | None, to: date | None) -> ColumnElement[bool]:
    if from_ is None and to is None:
        # The first of the two by the index, past all that is over: the database has none that is longer.
        return and_(Activity.starts_at > work.now - LONGEST, Activity.ends_at > work.now)
    since = true() if from_ is None else Activity.starts_at >= at_local(from_)
    before = true() if to is None else Activity.starts_at < at_local(to + timedelta(days=1))
    return and_(since, before)


def _told(work: UnitOfWork, rows: Sequence[Any], as_whom: Reader | None) -> list[ActivityRecord]:
    told = [ActivityRecord(**row._asdict()) for row in rows]
    if as_whom is None or not told:
        return told
    for each in told:
        # That one is invited by a tag may be the first that one hears of it.
        if each.organisation_id not in as_whom.organisation_ids:
            each.audience = []
        if not is_shown_to(work.actor, each.content_state, each.content_by):
            each.reason = each.content_state = None
    by_id = {each.id: each for each in told}
    for sign_up in own_sign_ups(work, as_whom, list(by_id)):
        by_id[sign_up.activity_id].sign_ups.append(sign_up)
    for wait in own_waits(work, as_whom, list(by_id)):
        by_id[wait.activity_id].waits.append(wait)
    return told
