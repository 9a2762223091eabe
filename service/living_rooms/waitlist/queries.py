"""Questions about who waits: what the actor may see, and in which order free time is offered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select

from service.kit.actor import Function
from service.kit.pages import Page, page
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import COUNTED, STANDING, limits_of, minutes_by_month
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.rooms.permissions import KEEPERS, PROXY_SCOPE
from service.living_rooms.rooms.queries import RoomFacts
from service.living_rooms.rooms.rules import Stretch, grains
from service.living_rooms.waitlist import rules
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry
from service.regions import queries as regions
from service.residents import queries as residents

_MOST_CANDIDATES = 200


def wishes(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    status: WaitlistState | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[WaitlistEntry]:
    """The wishes that the actor may see, the newest first."""
    query = _seen(work)
    if resident_id is not None:
        query = query.where(WaitlistEntry.resident_id == resident_id)
    if status is not None:
        query = query.where(WaitlistEntry.status == status)
    return page(work, query, by=(WaitlistEntry.id,), cursor=cursor, limit=limit, descending=True)


def wish(work: UnitOfWork, entry_id: UUID) -> WaitlistEntry | None:
    """A wish that the actor may see."""
    return work.session.scalar(_seen(work).where(WaitlistEntry.id == entry_id))


def standing_wishes(work: UnitOfWork, resident_ids: Collection[UUID]) -> Sequence[WaitlistEntry]:
    """The wishes of these residents that wait or are offered something."""
    theirs = WaitlistEntry.resident_id.in_(resident_ids), WISHES.stands
    return work.session.scalars(select(WaitlistEntry).where(*theirs)).all()


def every_wish_of(work: UnitOfWork, resident_id: UUID) -> Sequence[WaitlistEntry]:
    """All that a resident waits or waited for, the oldest first."""
    mine = WaitlistEntry.resident_id == resident_id
    return work.session.scalars(select(WaitlistEntry).where(mine).order_by(WaitlistEntry.id)).all()


def in_line(work: UnitOfWork, room: RoomFacts, window: Stretch) -> Sequence[WaitlistEntry]:
    """Who waits for time like this, in the order of the offers: who had least in the past month, then the older wish."""
    here = or_(WaitlistEntry.living_room_id == room.living_room_id, WaitlistEntry.region_code.in_(room.path))
    query = (
        select(WaitlistEntry)
        .where(
            WaitlistEntry.status == WaitlistState.WAITING,
            WaitlistEntry.lasts_until > work.now,
            WaitlistEntry.starts_at < window.ends_at,
            WaitlistEntry.ends_at > window.starts_at,
            here,
        )
        .order_by(_minutes_had(work.now), WaitlistEntry.created_at, WaitlistEntry.id)
        .limit(_MOST_CANDIDATES)
    )
    return work.session.scalars(query).all()


def _minutes_had(now: datetime) -> ColumnElement[float]:
    seconds = func.sum(func.extract("epoch", Booking.ends_at - Booking.starts_at))
    return (
        select(func.coalesce(seconds / 60, 0))
        .where(
            Booking.resident_id == WaitlistEntry.resident_id,
            Booking.status.in_(COUNTED),
            Booking.starts_at.between(now - rules.PAST_MONTH, now),
        )
        .correlate(WaitlistEntry)
        .scalar_subquery()
    )


def own_time(work: UnitOfWork, resident_id: UUID, window: Stretch) -> list[Stretch]:
    """When the resident already has a booking or another offer, inside a window."""
    booked = select(Booking.starts_at, Booking.ends_at).where(
        Booking.resident_id == resident_id,
        Booking.status.in_(STANDING),
        Booking.starts_at < window.ends_at,
        Booking.ends_at > window.starts_at,
    )
    offered = select(WaitlistEntry.offered_starts_at, WaitlistEntry.offered_ends_at).where(
        WaitlistEntry.resident_id == resident_id, WaitlistEntry.status == WaitlistState.OFFERED
    )
    return [Stretch(*row) for row in work.session.execute(booked.union_all(offered))]


def is_within_quota(work: UnitOfWork, resident_id: UUID, room: RoomFacts, time: Stretch) -> bool:
    """Whether the resident's quotas of this room have place for the time; the booking itself decides exactly."""
    limits = limits_of(room.policy, for_organisation=False)
    wanted = {**minutes_by_month(time.starts_at, time.ends_at), "active": 1}
    query = select(BookingCounter.period, BookingCounter.used).where(
        BookingCounter.holder_id == resident_id,
        BookingCounter.living_room_id == room.living_room_id,
        BookingCounter.period.in_(wanted),
    )
    used: dict[str, int] = {row.period: row.used for row in work.session.execute(query)}
    return all(used.get(period, 0) + amount <= limits.of(period) for period, amount in wanted.items())


def taken_grains(work: UnitOfWork, room_id: UUID, window: Stretch) -> Sequence[int]:
    """The quarters of an hour that are claimed in a room inside a window."""
    wanted = grains(*window)
    query = select(BookedGrain.grain).where(
        BookedGrain.living_room_id == room_id, BookedGrain.grain.between(wanted.start, wanted.stop)
    )
    return work.session.scalars(query).all()


def rooms_wished_for(work: UnitOfWork, entry: WaitlistEntry) -> Sequence[UUID]:
    """The rooms where this wish could come true."""
    if entry.living_room_id is not None:
        return [entry.living_room_id]
    below = regions.below([entry.region_code or ""])
    return work.session.scalars(
        select(LivingRoom.id)
        .where(LivingRoom.region_code.in_(below), LivingRoom.capacity_max >= entry.headcount)
        .order_by(LivingRoom.id)
    ).all()


def lock_for_offers(work: UnitOfWork, room_id: UUID) -> None:
    """Keep others who would offer this room's time waiting until this transaction ends; bookings go on."""
    work.session.execute(
        select(LivingRoom.id).where(LivingRoom.id == room_id).with_for_update(key_share=True)
    )


def _seen(work: UnitOfWork) -> Select[WaitlistEntry]:
    """Residents see their own and whom they are proxy for, staff those who wait for rooms in their care or were helped by them."""
    actor, query = work.actor, select(WaitlistEntry)
    if actor.is_system:
        return query
    if actor.account_id is None:
        return query.where(false())
    if actor.is_staff:
        below = regions.below(actor.served_regions(KEEPERS, Function.ROOMS))
        room_in_care = exists().where(
            LivingRoom.id == WaitlistEntry.living_room_id, LivingRoom.region_code.in_(below)
        )
        made = WaitlistEntry.created_by == actor.account_id
        return query.where(or_(room_in_care, WaitlistEntry.region_code.in_(below), made))
    own = residents.elder_ids(work, actor.account_id, PROXY_SCOPE)
    if actor.resident_id is not None:
        own.append(actor.resident_id)
    return query.where(WaitlistEntry.resident_id.in_(own))
