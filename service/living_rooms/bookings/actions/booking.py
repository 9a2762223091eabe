"""Booking a room: the hot path, in few statements and one order of locks (docs/decisions/0008)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from service.kit.acting import acted_by_columns
from service.kit.content import Checked
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import permissions, rules
from service.living_rooms.bookings.actions import quotas
from service.living_rooms.bookings.actions.holders import (
    Holder,
    check_not_suspended,
    check_scope,
    find_holder,
)
from service.living_rooms.bookings.actions.taking import take_all
from service.living_rooms.bookings.messages import BookingMade
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.queries import BookingRecord
from service.living_rooms.bookings.rules import BookingStatus, Purpose, Terms
from service.living_rooms.errors import RoomClosed, SlotTaken
from service.living_rooms.rooms.actions import hand_over_grains
from service.living_rooms.rooms.queries import RoomFacts, room_facts_with_next
from service.messaging.content_checks.actions import submit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for, and on which terms."""

    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime
    purpose: Purpose
    headcount: int
    title: str | None = None
    series_id: UUID | None = None
    waitlist_entry_id: UUID | None = None
    # Of a title that several bookings have.
    checked: Checked | None = None
    terms: Terms = Terms()


def book(
    work: UnitOfWork,
    *,
    living_room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    purpose: Purpose,
    headcount: int,
    title: str | None = None,
    for_resident_id: UUID | None = None,
    organisation_id: UUID | None = None,
    waitlist_entry_id: UUID | None = None,
) -> BookingRecord:
    """Book a room, for oneself unless said otherwise; refused by each rule with an error of its own.

    With `waitlist_entry_id` the booking takes over the time that was offered, whatever the notice.
    """
    room = room_facts_with_next(work, living_room_id, starts_at, ends_at)
    holder = find_holder(work, for_resident_id, organisation_id)
    check_not_suspended(holder)
    return book_for(
        work,
        holder,
        work.found(room()),
        Wish(
            living_room_id=living_room_id,
            starts_at=starts_at,
            ends_at=ends_at,
            purpose=purpose,
            headcount=headcount,
            title=title,
            waitlist_entry_id=waitlist_entry_id,
            terms=Terms(free_of_lead=holder.at_desk or waitlist_entry_id is not None),
        ),
    )


def book_for(work: UnitOfWork, holder: Holder, room: RoomFacts, wish: Wish) -> BookingRecord:
    """Check what depends on room and time, then take quotas, booking and grains, in this order everywhere.

    `room` are the facts for this time, locked.
    """
    check_scope(work, holder, room)
    check_time(work, room, wish.starts_at, wish.ends_at, wish.terms)
    rules.check_headcount(wish.headcount, room.capacity_min, room.capacity_max)
    booking_id = work.new_id()
    checked = wish.checked or submit(
        work,
        kind=rules.TITLE_OF_BOOKING,
        subject_id=booking_id,
        text=wish.title,
        region_code=room.region_code,
    )
    values = {"id": booking_id, **_values(work, holder, wish, room), **checked.columns()}
    _store(work, room, holder, wish, values)
    if wish.series_id is None:
        work.announce(BookingMade(booking_id=values["id"]))
    del values["content_check_id"]
    return BookingRecord(
        **values,
        living_room_name=room.name,
        resident_name=holder.resident_name,
        organisation_name=holder.organisation_name,
    )


def _store(work: UnitOfWork, room: RoomFacts, holder: Holder, wish: Wish, values: dict[str, Any]) -> None:
    counts_as_active = holder.id is not None and not wish.terms.free_of_active_quota
    wanted = rules.minutes_by_month(wish.starts_at, wish.ends_at) if holder.id is not None else {}
    if counts_as_active:
        wanted[rules.ACTIVE] = 1
    row = {
        **values,
        **_NO_CHECK_OF_REASON,
        "counts_as_active": counts_as_active,
        "created_by": work.actor.account_id,
        "reminded_at": None,
    }
    if wish.waitlist_entry_id is None:
        take_all(work, room, row, wanted)
        return
    if holder.id is not None:
        limits = rules.limits_of(room.policy, for_organisation=holder.resident is None)
        quotas.take(work, holder.id, room.living_room_id, wanted, limits)
    work.session.execute(insert(table_of(Booking)).values(row))
    if not hand_over_grains(work, waitlist_entry_id=wish.waitlist_entry_id, booking_id=values["id"]):
        raise SlotTaken


def check_time(
    work: UnitOfWork, room: RoomFacts, starts_at: datetime, ends_at: datetime, terms: Terms
) -> None:
    """Refuse a time that the room's policy, hours or closures forbid, each with its own error."""
    rules.check_stretch(room.policy, starts_at, ends_at)
    rules.check_notice(room.policy, starts_at, work.now, terms)
    rules.check_hours(room.hours, starts_at, ends_at)
    if room.closure_in(starts_at, ends_at) is not None:
        raise RoomClosed


_NO_CHECK_OF_REASON = Checked().columns("reason")


def _values(work: UnitOfWork, holder: Holder, wish: Wish, room: RoomFacts) -> dict[str, Any]:
    waits = rules.needs_approval(room.policy, wish.headcount) and not (
        holder.at_desk and permissions.may_keep(work.actor, room.path)
    )
    return {
        "living_room_id": room.living_room_id,
        "region_code": room.region_code,
        "resident_id": holder.resident_id,
        "organisation_id": holder.organisation_id,
        "series_id": wish.series_id,
        "starts_at": wish.starts_at,
        "ends_at": wish.ends_at,
        "purpose": wish.purpose,
        "title": wish.title,
        "headcount": wish.headcount,
        "status": BookingStatus.PENDING if waits else BookingStatus.CONFIRMED,
        "at_desk": holder.at_desk,
        "hold_until": rules.held_until(room.policy, wish.starts_at, work.now) if waits else None,
        "reason": None,
        "cancelled_late": False,
        "checked_in_at": None,
        "moved_count": 0,
        "created_at": work.now,
        "updated_at": work.now,
        "version": 1,
        **acted_by_columns(holder.acted_by),
    }
