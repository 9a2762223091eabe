"""What a booking uses of its holder's quotas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.kit.clock import at_local, local_date
from service.kit.months import first_of, month_after
from service.living_rooms.rooms.rules import Policy

ACTIVE = "active"
"""The period of the counter of bookings that stand; the other counters are of a month's minutes, `YYYY-MM`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a holder may use of one room."""

    active: int
    monthly_minutes: int

    def of(self, period: str) -> int:
        """The limit of one period's counter."""
        return self.active if period == ACTIVE else self.monthly_minutes


def limits_of(policy: Policy, *, for_organisation: bool) -> Limits:
    """The quotas of a resident, or those of an organisation."""
    if for_organisation:
        return Limits(policy.organisation_active_quota, policy.organisation_monthly_minutes_quota)
    return Limits(policy.active_quota, policy.monthly_minutes_quota)


def minutes_by_month(starts_at: datetime, ends_at: datetime) -> dict[str, int]:
    """The minutes of a time in each local month that it touches."""
    return {f"{month:%Y-%m}": minutes for month, minutes in _by_month(starts_at, ends_at)}


def _by_month(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[date, int]]:
    while starts_at < ends_at:
        month = first_of(local_date(starts_at))
        stop = min(ends_at, at_local(month_after(month)))
        yield month, round((stop - starts_at).total_seconds()) // 60
        starts_at = stop


def difference(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    """What changes in each period when `old` becomes `new`; what stays is left out."""
    changes = {period: new.get(period, 0) - old.get(period, 0) for period in {*old, *new}}
    return {period: amount for period, amount in changes.items() if amount}


def in_locking_order(period: str) -> tuple[bool, str]:
    """The key by which everybody sorts one holder's counters: what stands first, then the months as they come."""
    return period != ACTIVE, period
