"""What a booking uses of its holder's quotas, and what not coming leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.kit.clock import at_local, local, local_date
from service.living_rooms.rooms.rules import Policy

ACTIVE = "active"
"""The period of the counter of bookings that stand; the other counters are of a month's minutes, `YYYY-MM`."""

_LONGEST_SUSPENSION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a holder may use of one room."""

    active: int
    monthly_minutes: int

    def of(self, period: str) -> int:
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
        month = local(starts_at).date().replace(day=1)
        stop = min(ends_at, at_local((month + timedelta(days=31)).replace(day=1)))
        yield month, round((stop - starts_at).total_seconds()) // 60
        starts_at = stop


def difference(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    """What changes in each period when `old` becomes `new`; what stays is left out."""
    changes = {period: new.get(period, 0) - old.get(period, 0) for period in {*old, *new}}
    return {period: amount for period, amount in changes.items() if amount}


def in_locking_order(period: str) -> tuple[bool, str]:
    """The key by which everybody sorts one holder's counters: what stands first, then the months as they come."""
    return period != ACTIVE, period


def counts_until(policy: Policy, happened_at: datetime) -> datetime:
    """When a no-show is forgotten."""
    return happened_at + timedelta(days=policy.no_show_window_days)


def suspended_until(policy: Policy, earlier: int, now: datetime) -> datetime:
    """When a suspension that begins now ends: at a midnight, each one in a year twice as long as the one before.

    Never longer than 30 days, unless the policy's own number is (handbook §2.3: 7 days, the second time 30).
    """
    longest = max(policy.suspension_days, _LONGEST_SUSPENSION_DAYS)
    days = min(policy.suspension_days * 2 ** min(earlier, 10), longest)
    return at_local(local_date(now) + timedelta(days=days + 1))
