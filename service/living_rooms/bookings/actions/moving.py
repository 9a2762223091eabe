"""Moving a booking: one act that takes the new time before it lets the old one go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.kit.acting import ActedBy, show_acting
from service.kit.content import keep_checked
from service.kit.errors import Stale
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions import quotas
from service.living_rooms.bookings.actions.booking import check_time
from service.living_rooms.bookings.actions.holders import acting, is_staff_acting
from service.living_rooms.bookings.actions.quotas import Share
from service.living_rooms.bookings.messages import BookingMoved
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.queries import Place
from service.living_rooms.bookings.rules import Act, BookingStatus, Terms
from service.living_rooms.rooms.actions import move_grains
from service.living_rooms.rooms.queries import RoomFacts, lock_room, room_facts
from service.messaging.content_checks.actions import submit


def change(work: UnitOfWork, booking_id: UUID, changes: dict[str, Any], *, hosted: bool = False) -> Booking:
    """Change a booking's time, headcount or title; every rule is checked again, and nothing is lost when one refuses.

    The room is locked before the booking, as everywhere; so the booking is looked at once without a lock. One that is
    `hosted` follows what takes place there: that is what the request names, and the horizon does not bind it.
    """
    seen = work.found(queries.place(work, booking_id))
    starts_at = changes.get("starts_at", seen.starts_at)
    ends_at = changes.get("ends_at", seen.ends_at)
    lock_room(work, seen.living_room_id)
    room = work.found(room_facts(work, seen.living_room_id, starts_at, ends_at))
    locked = work.found(queries.locked(work, booking_id))
    booking, acted_by = locked.booking, acting(work, locked)
    if not hosted:
        work.expect(booking)
    _check_seen(seen, booking)
    rules.after(booking.status, Act.MOVE)
    headcount = changes.get("headcount", booking.headcount)
    moves = (starts_at, ends_at) != (booking.starts_at, booking.ends_at)
    if moves or headcount != booking.headcount:
        rules.check_headcount(headcount, room.capacity_min, room.capacity_max)
    if moves:
        terms = _terms(booking, hosted=hosted, at_desk=is_staff_acting(acted_by))
        _move(work, room, booking, starts_at, ends_at, terms=terms)
    if moves or headcount > booking.headcount:
        _ask_approval_again(work, room, booking, headcount, acted_by)
    if moves or headcount != booking.headcount:
        booking.headcount = headcount
        booking.moved_count += 1
        work.announce(BookingMoved(booking_id=booking.id))
    _rename(work, booking, changes.get("title", booking.title))
    booking.updated_at = work.now
    show_acting(booking, acted_by)
    return booking


def _rename(work: UnitOfWork, booking: Booking, title: str | None) -> None:
    """Give it another title, which is checked anew; the check of a series' title goes on for its other bookings."""
    if title == booking.title:
        return
    checked = submit(
        work,
        kind=rules.TITLE_OF_BOOKING,
        subject_id=booking.id,
        text=title,
        region_code=booking.region_code,
        replaces=None if booking.series_id else booking.content_check_id,
    )
    booking.title = title
    keep_checked(booking, checked)


def _check_seen(seen: Place, booking: Booking) -> None:
    """Raises Stale when somebody moved it between the look and the lock."""
    if (seen.starts_at, seen.ends_at) != (booking.starts_at, booking.ends_at):
        raise Stale


def _terms(booking: Booking, *, hosted: bool, at_desk: bool) -> Terms:
    in_free_series = booking.series_id is not None and not booking.counts_as_active
    return Terms(free_of_lead=at_desk, free_of_horizon=in_free_series or hosted)


def _move(
    work: UnitOfWork,
    room: RoomFacts,
    booking: Booking,
    starts_at: datetime,
    ends_at: datetime,
    *,
    terms: Terms,
) -> None:
    if not terms.free_of_lead:
        rules.check_move(room.policy, booking.starts_at, work.now)
    check_time(work, room, starts_at, ends_at, terms)
    _change_quotas(work, room, booking, starts_at, ends_at)
    move_grains(
        work, room.living_room_id, starts_at, ends_at, room.policy.buffer_minutes, booking_id=booking.id
    )
    booking.starts_at, booking.ends_at = starts_at, ends_at
    booking.reminded_at = None


def _change_quotas(
    work: UnitOfWork, room: RoomFacts, booking: Booking, starts_at: datetime, ends_at: datetime
) -> None:
    holder_id = booking.resident_id or booking.organisation_id
    if holder_id is None:
        return
    limits = rules.limits_of(room.policy, for_organisation=booking.resident_id is None)
    changes = rules.difference(
        rules.minutes_by_month(booking.starts_at, booking.ends_at),
        rules.minutes_by_month(starts_at, ends_at),
    )
    for period in sorted(changes, key=rules.in_locking_order):
        amount = changes[period]
        if amount > 0:
            quotas.take(work, holder_id, booking.living_room_id, {period: amount}, limits)
        else:
            quotas.give_back(work, {Share(holder_id, booking.living_room_id, period): -amount})


def _ask_approval_again(
    work: UnitOfWork, room: RoomFacts, booking: Booking, headcount: int, acted_by: ActedBy | None
) -> None:
    """What many people want to do at another time, or with more people, a worker looks at anew."""
    if rules.needs_approval(room.policy, headcount) and not is_staff_acting(acted_by):
        booking.status = BookingStatus.PENDING
        booking.hold_until = rules.held_until(room.policy, booking.starts_at, work.now)
    elif booking.status is BookingStatus.PENDING and is_staff_acting(acted_by):
        booking.status, booking.hold_until = BookingStatus.CONFIRMED, None
