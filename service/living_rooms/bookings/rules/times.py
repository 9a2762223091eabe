"""When a room may be booked, moved, cancelled and checked in to, by its policy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.kit.clock import local_date
from service.kit.errors import InvalidInput
from service.kit.texts import Text
from service.living_rooms.errors import (
    CheckInOver,
    MoveTooLate,
    OffGrid,
    OutsideOpeningHours,
    OverCapacity,
    TooEarly,
    TooFarAhead,
    TooLate,
    TooLong,
    UnderCapacity,
)
from service.living_rooms.rooms.rules import Hours, Policy, is_on_grid

_ENDS_FIRST = Text("结束时间应晚于开始时间。", "The end must come after the start.")


@dataclass(frozen=True, slots=True)
class Terms:
    """Of which rules a booking is free, because of who makes it and how."""

    free_of_lead: bool = False
    free_of_horizon: bool = False
    free_of_active_quota: bool = False


def check_stretch(policy: Policy, starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a time that could never be booked. Raises InvalidInput, OffGrid, TooLong."""
    if ends_at <= starts_at:
        raise InvalidInput({"ends_at": _ENDS_FIRST})
    for field, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if not is_on_grid(moment, policy.slot_minutes):
            raise OffGrid(field=field, minutes=policy.slot_minutes)
    if ends_at - starts_at > timedelta(minutes=policy.max_minutes):
        raise TooLong(field="ends_at", minutes=policy.max_minutes)


def check_notice(policy: Policy, starts_at: datetime, now: datetime, terms: Terms) -> None:
    """Refuse what comes too late or too early to be booked now. Raises TooLate, TooFarAhead.

    Whoever is free of the lead time may still book the slot that runs at this moment, for somebody at the desk.
    """
    earliest = now + timedelta(minutes=policy.lead_minutes)
    if terms.free_of_lead:
        earliest = now - timedelta(minutes=policy.slot_minutes) + timedelta(microseconds=1)
    if starts_at < earliest:
        raise TooLate(field="starts_at", minutes=policy.lead_minutes)
    last_day = local_date(now) + timedelta(days=policy.advance_days)
    if not terms.free_of_horizon and local_date(starts_at) > last_day:
        raise TooFarAhead(field="starts_at", days=policy.advance_days)


def check_hours(hours: Hours, starts_at: datetime, ends_at: datetime) -> None:
    """Raises OutsideOpeningHours unless the room is open during all of that time, closures apart."""
    if not hours.cover(starts_at, ends_at):
        raise OutsideOpeningHours(field="starts_at")


def check_headcount(headcount: int, least: int, most: int) -> None:
    """Raises UnderCapacity, OverCapacity."""
    if headcount < least:
        raise UnderCapacity(field="headcount", capacity=least)
    if headcount > most:
        raise OverCapacity(field="headcount", capacity=most)


def needs_approval(policy: Policy, headcount: int) -> bool:
    """Whether so many people have to wait for a worker's approval."""
    return policy.approval_headcount is not None and headcount > policy.approval_headcount


def held_until(policy: Policy, starts_at: datetime, now: datetime) -> datetime:
    """Until when a booking that waits for approval holds its time; never beyond its start."""
    return min(now + timedelta(minutes=policy.approval_hold_minutes), starts_at)


def is_late_to_cancel(policy: Policy, starts_at: datetime, now: datetime) -> bool:
    """Whether giving the time back now is so late that it counts like not coming."""
    return now > starts_at - timedelta(minutes=policy.cancel_before_minutes)


def check_move(policy: Policy, starts_at: datetime, now: datetime) -> None:
    """Refuse to move what could only be cancelled late, or moving would be a way around it. Raises MoveTooLate."""
    if is_late_to_cancel(policy, starts_at, now):
        raise MoveTooLate(field="starts_at", minutes=policy.cancel_before_minutes)


def check_check_in(
    policy: Policy, starts_at: datetime, ends_at: datetime, now: datetime, *, at_desk: bool
) -> None:
    """Raises TooEarly, CheckInOver. A worker, who sees the people, may check them in until the end."""
    if now < starts_at - timedelta(minutes=policy.checkin_before_minutes):
        raise TooEarly(minutes=policy.checkin_before_minutes)
    last = ends_at if at_desk else missed_at(policy, starts_at)
    if now >= last:
        raise CheckInOver(minutes=policy.checkin_after_minutes)


def missed_at(policy: Policy, starts_at: datetime) -> datetime:
    """From when on somebody who has not checked in has not come."""
    return starts_at + timedelta(minutes=policy.checkin_after_minutes)
