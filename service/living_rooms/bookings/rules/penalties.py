"""What not coming leads to."""

from datetime import datetime, timedelta

from service.kit.clock import at_local, local_date
from service.living_rooms.rooms.rules import Policy

_LONGEST_SUSPENSION_DAYS = 30


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
