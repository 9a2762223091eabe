"""Ending bookings: what they hold is given back in one order, however many end together (docs/decisions/0008)."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from service.kit.content import Checked, keep_checked
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions import quotas
from service.living_rooms.bookings.actions.quotas import Share
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import Act
from service.living_rooms.rooms.actions import release_grains


def end(
    work: UnitOfWork,
    bookings: Sequence[Booking],
    act: Act,
    *,
    reason: str | None = None,
    checked: Checked | None = None,
    cleaning_minutes: int = 0,
) -> None:
    """Let bookings that are locked stop standing: quotas first, then the time, so that nobody deadlocks.

    `checked` is the check of a resident's reason. Minutes go back to the month unless the state they end in counts. The time that is left becomes free, after
    `cleaning_minutes` where the room was used; a booking that has run out leaves nothing, its buffer still runs.
    """
    if not bookings:
        return
    for booking in bookings:
        booking.status = rules.after(booking.status, act)
        booking.hold_until = None
        booking.updated_at = work.now
        if reason:
            booking.reason = reason
            keep_checked(booking, checked or Checked(), "reason")
    work.session.flush()
    used = quotas.used_by(bookings, minutes=bookings[0].status not in rules.COUNTED)
    quotas.give_back(work, used + _series_shares(work, bookings))
    if act is Act.RUN_OUT:
        return
    for booking in bookings:
        begun = work.now > booking.starts_at
        rest = work.now + timedelta(minutes=cleaning_minutes) if begun else None
        release_grains(work, booking_id=booking.id, from_=rest)


def _series_shares(work: UnitOfWork, bookings: Sequence[Booking]) -> Counter[Share]:
    """The one share of an organisation's series, once none of its bookings stands any more."""
    shares: Counter[Share] = Counter()
    series_ids = sorted({each.series_id for each in bookings if each.series_id is not None})
    if not series_ids:
        return shares
    series = queries.locked_series(work, series_ids)
    of_these = Booking.series_id.in_(series_ids)
    standing = set(
        work.session.scalars(
            select(Booking.series_id).where(of_these, Booking.status.in_(rules.STANDING)).distinct()
        )
    )
    for each in series:
        if each.counts_as_active and each.organisation_id is not None and each.id not in standing:
            each.counts_as_active = False
            shares[Share(each.organisation_id, each.living_room_id, rules.ACTIVE)] += 1
    return shares
