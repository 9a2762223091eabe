"""A room's policy, and whose residents it is open to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class OpenTo(StrEnum):
    """Whose residents may book: the room's community, its whole street, or the whole district."""

    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Policy:
    """A room's rules, as its policy record says."""

    slot_minutes: int
    advance_days: int
    lead_minutes: int
    max_minutes: int
    cancel_before_minutes: int
    checkin_before_minutes: int
    checkin_after_minutes: int
    buffer_minutes: int
    active_quota: int
    monthly_minutes_quota: int
    organisation_active_quota: int
    organisation_monthly_minutes_quota: int
    approval_headcount: int | None
    approval_hold_minutes: int
    offer_minutes: int
    no_show_limit: int
    no_show_window_days: int
    suspension_days: int
    open_to: OpenTo


def official_codes(path: Sequence[str]) -> list[str]:
    """The codes of a path down to the community; those below it carry a `-` (`330211001001-001`)."""
    return [code for code in path if "-" not in code]


def reach_of(room_path: Sequence[str], open_to: OpenTo) -> str:
    """The region whose residents may book a room that stands at this path."""
    steps = {OpenTo.COMMUNITY: 1, OpenTo.STREET: 2, OpenTo.DISTRICT: 3}[open_to]
    official = official_codes(room_path)
    return official[-min(steps, len(official))]


def is_open_to(room_path: Sequence[str], open_to: OpenTo, resident_path: Collection[str]) -> bool:
    """Whether residents of the place with `resident_path` may book a room that stands at `room_path`."""
    return reach_of(room_path, open_to) in resident_path
