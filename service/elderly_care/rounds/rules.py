"""What happens at each door of a round, how a round moves, and in which order doors are passed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import distance_m
from service.elderly_care.rounds.errors import ImpossibleTime, NotManyAtOnce
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import RoundStatus
from service.kit.errors import WrongState
from service.kit.texts import Worded

LONGEST = timedelta(hours=12)
MANY_AT_ONCE = frozenset({Mode.DELIVERY_ROUND, Mode.CENTRE_SESSION})
STANDING = frozenset({RoundStatus.PLANNED, RoundStatus.ASSIGNED})
"""The states in which a round is still to be made."""


class TickOutcome(Worded):
    """What happened at a door."""

    HANDED = "handed", "已送达本人", "handed over"
    LEFT_WITH_NEIGHBOUR = "left_with_neighbour", "交邻居代收", "left with a neighbour"
    NOBODY_HOME = "nobody_home", "家中无人", "nobody was home"
    REFUSED = "refused", "老人拒收", "refused"


class TickResult(StrEnum):
    """What became of a tick that was sent: new, on record already, or not to be recorded."""

    RECORDED = "recorded"
    KNOWN = "known"
    REFUSED = "refused"


SERVED = frozenset({TickOutcome.HANDED, TickOutcome.LEFT_WITH_NEIGHBOUR})


def check_kind(mode: Mode) -> None:
    """Raise NotManyAtOnce unless a service of this mode is given to many at once."""
    if mode not in MANY_AT_ONCE:
        raise NotManyAtOnce(field="service_id")


def check_time(starts_at: datetime, ends_at: datetime) -> None:
    """Raise ImpossibleTime unless a round can last from then until then."""
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise ImpossibleTime(field="ends_at", hours=LONGEST // timedelta(hours=1))


def check_standing(status: RoundStatus) -> None:
    """Raise WrongState when a round is over."""
    if status not in STANDING:
        raise WrongState(state=status)


def meets(
    starts_at: datetime, ends_at: datetime, window_starts_at: datetime, window_ends_at: datetime
) -> bool:
    """Whether a round passes while a visit may be made."""
    return starts_at < window_ends_at and window_starts_at < ends_at


def stop_order(start: Point | None, doors: Mapping[UUID, Point | None]) -> list[UUID]:
    """In which order to pass doors: always to the nearest one next; those of no known place come last.

    Without a start it begins at an end: at the door furthest from the middle of all.
    """
    left = {each: place for each, place in sorted(doors.items()) if place is not None}
    unknown = [each for each in sorted(doors) if doors[each] is None]
    here, order = start, []
    while left:
        nearest = _nearest(here, left) if here else _outermost(left)
        here = left.pop(nearest)
        order.append(nearest)
    return order + unknown


def _nearest(here: Point, doors: Mapping[UUID, Point]) -> UUID:
    return min(doors, key=lambda each: (distance_m(here, doors[each]), each))


def _outermost(doors: Mapping[UUID, Point]) -> UUID:
    places = doors.values()
    middle = Point(
        sum(each.latitude for each in places) / len(doors),
        sum(each.longitude for each in places) / len(doors),
    )
    return max(doors, key=lambda each: (distance_m(middle, doors[each]), each))


def centre_told(round_id: UUID) -> bytes:
    """What the code that a centre shows stands for."""
    return b"centre-check-in" + round_id.bytes
