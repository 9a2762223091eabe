"""How long to wait before what failed is tried again: longer each time, and not all at the same moment."""

from datetime import timedelta

from service.kit.randomness import Randomness

# Doubled more often, any pause is as long as it may be, and in the end longer than a duration can be.
_MOST_DOUBLINGS = 32


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """The first pause, so many times twice as long, but never longer than the longest."""
    pause: timedelta = first * 2 ** max(0, min(times, _MOST_DOUBLINGS))
    return min(pause, longest)


def spread(pause: timedelta, share: float) -> timedelta:
    """By chance (`share` of 0 to 1) up to half less, so that what failed together does not come back together."""
    return pause * (1 - share / 2)


def share(randomness: Randomness) -> float:
    """Something from 0 to 1 by chance."""
    return int(randomness.digits(3)) / 1000
