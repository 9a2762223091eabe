"""How an application moves, what is granted within a scheme, and when a step is late."""

from collections.abc import Mapping
from datetime import date, timedelta

from service.elderly_care.entitlements.errors import (
    EntitlementDays,
    HoursOrFen,
    OverTheCap,
    PublicationDay,
    PublicationRunning,
    StopDay,
)
from service.elderly_care.entitlements.rules.days import Days
from service.elderly_care.entitlements.rules.words import IN_FORCE, OPEN, EntitlementStatus
from service.kit.calendar import working_day_after
from service.kit.errors import WrongState

BEGINS_WITHIN_DAYS = 30
"""So far ahead a publication may be set to begin."""
HOURS_OF_A_MONTH = 744

# From where an application may come to where; what is not here can not be done.
MOVES: Mapping[EntitlementStatus, frozenset[EntitlementStatus]] = {
    EntitlementStatus.CHECKED: frozenset({EntitlementStatus.SUBMITTED}),
    EntitlementStatus.PUBLICISED: frozenset({EntitlementStatus.CHECKED}),
    EntitlementStatus.GRANTED: frozenset({EntitlementStatus.PUBLICISED}),
    EntitlementStatus.REFUSED: frozenset({EntitlementStatus.CHECKED, EntitlementStatus.PUBLICISED}),
    # What was stopped is stopped anew only from an earlier day.
    EntitlementStatus.STOPPED: IN_FORCE,
    EntitlementStatus.WITHDRAWN: OPEN,
}


def check_move(status: EntitlementStatus, to: EntitlementStatus) -> None:
    """Raise WrongState unless an application may move so."""
    if to not in MOVES or status not in MOVES[to]:
        raise WrongState(state=status)


def publication_days(starts_on: date, today: date, days: int) -> Days:
    """From when until when something is publicised. Raises PublicationDay."""
    if not today <= starts_on <= today + timedelta(days=BEGINS_WITHIN_DAYS):
        raise PublicationDay(field="starts_on", days=BEGINS_WITHIN_DAYS)
    return Days(starts_on, starts_on + timedelta(days=days - 1))


def check_publication_over(published_until: date | None, today: date) -> None:
    """Raise PublicationRunning until the day after its last one."""
    if published_until is None or today <= published_until:
        raise PublicationRunning(until=published_until)


def check_amount(monthly_hours: int | None, monthly_fen: int | None, cap_fen: int | None) -> None:
    """Raise unless either is granted, and no more money than the scheme pays in a month. Raises HoursOrFen, OverTheCap."""
    if (monthly_hours is None) == (monthly_fen is None):
        raise HoursOrFen(field="monthly_hours")
    if monthly_fen is not None and cap_fen is not None and monthly_fen > cap_fen:
        raise OverTheCap(field="monthly_fen", cap_fen=cap_fen)


def check_days(granted: Days, in_force: Days) -> None:
    """Raise EntitlementDays unless it is granted for days on which the scheme is in force."""
    if granted.last is None or granted.last < granted.first:
        raise EntitlementDays(field="ends_on")
    if granted.first < in_force.first:
        raise EntitlementDays(field="starts_on")
    if in_force.last is not None and granted.last > in_force.last:
        raise EntitlementDays(field="ends_on")


def check_stop(on: date, granted: Days, stopped_from: date | None) -> None:
    """Raise StopDay unless something is left to stop from this day on."""
    is_granted = granted.within(Days(on, on)) is not None
    if not is_granted or (stopped_from is not None and on >= stopped_from):
        raise StopDay(field="on")


def is_to_remind(due_on: date, today: date, working_days: int) -> bool:
    """Whether so few working days are left that who owes the step hears of it again."""
    return working_day_after(today, working_days) >= due_on


def is_for_district(due_on: date, today: date, working_days: int) -> bool:
    """Whether what is late has been so for longer than the street has to see to it."""
    return working_day_after(due_on, working_days) < today
