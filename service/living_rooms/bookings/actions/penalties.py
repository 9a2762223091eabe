"""What not coming leads to: a record that counts for a while, a suspension after too many, and appeals."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.kit import locks
from service.kit.acting import show_acting
from service.kit.content import keep_checked
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.actions.holders import acting, in_care
from service.living_rooms.bookings.messages import AppealDecided, AppealMade, BookingMissed
from service.living_rooms.bookings.models import Booking, NoShow, Suspension
from service.living_rooms.bookings.rules import Act, AppealState
from service.living_rooms.rooms.rules import Policy
from service.messaging.content_checks.actions import submit

_YEAR = timedelta(days=365)
_LOCK = "no-shows"


def is_penalised(booking: Booking) -> bool:
    """Whether not coming is held against somebody: a resident, unless a worker booked for them at the desk."""
    return booking.resident_id is not None and not booking.at_desk


def miss(work: UnitOfWork, bookings: Sequence[Booking]) -> None:
    """Note that nobody came to these bookings, which are locked; the rest of their time becomes free."""
    rooms = queries.rooms_of(work, {each.living_room_id for each in bookings})
    end(work, bookings, Act.MISS)
    for booking in sorted(bookings, key=lambda each: (str(each.resident_id), each.starts_at)):
        counted = is_penalised(booking)
        until = penalise(work, booking, rooms[booking.living_room_id].policy) if counted else None
        work.announce(BookingMissed(booking_id=booking.id, counted=counted, suspended_until=until))


def penalise(work: UnitOfWork, booking: Booking, policy: Policy) -> datetime | None:
    """Record a no-show of the booking's resident; until when that suspends them, if it was one too many.

    Records of every room count; what led to a suspension does not count again. Called after every other lock, for
    residents in the order of their ids: one resident's records are judged one after another.
    """
    resident_id = booking.resident_id
    if resident_id is None:
        return None
    locks.hold(work, _LOCK, resident_id)
    record = NoShow(
        booking_id=booking.id,
        living_room_id=booking.living_room_id,
        resident_id=resident_id,
        happened_at=work.now,
        expires_at=rules.counts_until(policy, work.now),
    )
    work.session.add(record)
    work.session.flush()
    earlier = queries.suspensions_since(work, resident_id, work.now - _YEAR)
    since = max((each.starts_at for each in earlier), default=work.now - _YEAR)
    if queries.no_shows_between(work, resident_id, since, work.now) < policy.no_show_limit:
        return None
    until = rules.suspended_until(policy, len(earlier), work.now)
    work.session.add(
        Suspension(
            resident_id=resident_id,
            living_room_id=booking.living_room_id,
            starts_at=work.now,
            ends_at=until,
            counted_since=since,
            limit=policy.no_show_limit,
        )
    )
    return until


def appeal(work: UnitOfWork, booking_id: UUID, reason: str) -> Booking:
    """Object to a no-show, once, as its resident or for them; workers read why at once, others once it was looked at."""
    locked = work.found(queries.locked(work, booking_id))
    acted_by = acting(work, locked)
    record = queries.locked_no_show(work, booking_id)
    if record is None:
        raise WrongState(state=locked.booking.status)
    if record.appeal is not None:
        raise WrongState(state=record.appeal)
    record.appeal, record.appeal_reason = AppealState.OPEN, reason
    checked = submit(
        work,
        kind=rules.APPEAL,
        subject_id=booking_id,
        text=reason,
        region_code=locked.booking.region_code,
    )
    keep_checked(record, checked)
    locked.booking.updated_at = work.now
    show_acting(locked.booking, acted_by)
    work.announce(AppealMade(booking_id=booking_id))
    return locked.booking


def accept_appeal(work: UnitOfWork, booking_id: UUID) -> Booking:
    """Let a no-show count no more; a suspension that rested on it ends."""
    booking, record = _open_appeal(work, booking_id)
    locks.hold(work, _LOCK, record.resident_id)
    record.appeal, record.decided_by = AppealState.ACCEPTED, work.actor.account_id
    work.session.flush()
    lifted = False
    for suspension in queries.suspensions_since(work, record.resident_id, record.happened_at):
        left = queries.no_shows_between(
            work, record.resident_id, suspension.counted_since, suspension.starts_at
        )
        if suspension.counted_since <= record.happened_at <= suspension.starts_at and left < suspension.limit:
            lifted = lifted or suspension.ends_at > work.now
            suspension.lifted_at = work.now
            suspension.ends_at = min(suspension.ends_at, work.now)
    booking.updated_at = work.now
    work.announce(AppealDecided(booking_id=booking_id, accepted=True, suspension_lifted=lifted))
    return booking


def reject_appeal(work: UnitOfWork, booking_id: UUID, reason: str) -> Booking:
    """Let a no-show stand."""
    booking, record = _open_appeal(work, booking_id)
    record.appeal, record.appeal_answer = AppealState.REJECTED, reason
    record.decided_by = work.actor.account_id
    booking.updated_at = work.now
    work.announce(AppealDecided(booking_id=booking_id, accepted=False, suspension_lifted=False))
    return booking


def _open_appeal(work: UnitOfWork, booking_id: UUID) -> tuple[Booking, NoShow]:
    locked = in_care(work, booking_id)
    record = queries.locked_no_show(work, booking_id)
    if record is None or record.appeal is not AppealState.OPEN:
        state = record.appeal if record and record.appeal else locked.booking.status
        raise WrongState(state=state)
    return locked.booking, record
