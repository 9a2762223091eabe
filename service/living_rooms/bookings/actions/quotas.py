"""Counters of what holders use: taken by one conditional upsert, given back in the transaction that cancels."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, text, update

from service.kit.clock import local
from service.kit.prepared import Prepared, array_text
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import rules
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import Limits
from service.living_rooms.errors import QuotaExceeded

_MONTHS_KEPT = timedelta(days=62)

# Periods come in locking order, so that two who race for one holder's counters wait and never deadlock.
TAKE = """
    INSERT INTO booking_counters (holder_id, living_room_id, period, used)
    SELECT :holder_id, :living_room_id, wanted.period, wanted.amount
      FROM unnest(CAST(:periods AS text[]), CAST(:amounts AS integer[]))
           WITH ORDINALITY AS wanted (period, amount, place)
     ORDER BY wanted.place
        ON CONFLICT (holder_id, living_room_id, period)
        DO UPDATE SET used = booking_counters.used + excluded.used
     WHERE booking_counters.used + excluded.used
           <= CASE WHEN excluded.period = 'active' THEN :active ELSE :monthly_minutes END
"""
_TAKE = Prepared(text(TAKE))


class Share(NamedTuple):
    """A holder's counter of one room and period."""

    holder_id: UUID
    living_room_id: UUID
    period: str


def take(
    work: UnitOfWork, holder_id: UUID, living_room_id: UUID, wanted: Mapping[str, int], limits: Limits
) -> None:
    """Use so much of each period, or raise QuotaExceeded; all or nothing only with the transaction around it."""
    taken = _TAKE(work, holder_id=holder_id, living_room_id=living_room_id, **asked(wanted, limits))
    if taken.rowcount < len(wanted):
        raise exceeded(limits)


def asked(wanted: Mapping[str, int], limits: Limits) -> dict[str, Any]:
    """What `TAKE` is to take of each period; raises QuotaExceeded for more than the whole quota."""
    periods = sorted(wanted, key=rules.in_locking_order)
    if any(wanted[period] > limits.of(period) for period in periods):
        raise exceeded(limits)
    return {
        "periods": array_text(periods),
        "amounts": array_text(wanted[period] for period in periods),
        "active": limits.active,
        "monthly_minutes": limits.monthly_minutes,
    }


def exceeded(limits: Limits) -> QuotaExceeded:
    """The refusal that tells the limits."""
    return QuotaExceeded(active=limits.active, monthly=limits.monthly_minutes)


def give_back(work: UnitOfWork, shares: Mapping[Share, int]) -> None:
    """Return what was used, counter after counter in locking order."""
    for share in sorted(shares, key=lambda each: (*each[:2], rules.in_locking_order(each.period))):
        work.session.execute(
            update(BookingCounter)
            .where(
                BookingCounter.holder_id == share.holder_id,
                BookingCounter.living_room_id == share.living_room_id,
                BookingCounter.period == share.period,
            )
            .values(used=BookingCounter.used - shares[share])
        )


def forget_old_months(work: UnitOfWork) -> None:
    """Drop the counters of months long over; nothing is taken from or given back to them any more."""
    is_old = BookingCounter.period < _oldest_month(work)
    old = delete(BookingCounter).where(BookingCounter.period != rules.ACTIVE, is_old)
    work.session.execute(old, execution_options={"synchronize_session": False})


def is_counted(work: UnitOfWork, period: str) -> bool:
    """Whether this period still has counters."""
    return period == rules.ACTIVE or period >= _oldest_month(work)


def _oldest_month(work: UnitOfWork) -> str:
    return f"{local(work.now - _MONTHS_KEPT):%Y-%m}"


def used_by(bookings: Iterable[Booking], *, minutes: bool) -> Counter[Share]:
    """What these bookings use of their holders' quotas; of the months only with `minutes`."""
    used: Counter[Share] = Counter()
    for booking in bookings:
        holder_id = booking.resident_id or booking.organisation_id
        if holder_id is None:
            continue
        if booking.counts_as_active:
            used[Share(holder_id, booking.living_room_id, rules.ACTIVE)] += 1
        if minutes:
            for month, amount in rules.minutes_by_month(booking.starts_at, booking.ends_at).items():
                used[Share(holder_id, booking.living_room_id, month)] += amount
    return used
