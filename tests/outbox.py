"""Delivering all that was announced, where several servers may have kept each other waiting."""

from dataclasses import replace
from datetime import timedelta

from service.kit import deliveries
from service.kit.house import House
from tests.clock import StoppedClock

_SOON = timedelta(seconds=10)


def deliver_all(house: House) -> None:
    """Deliver until nothing is left, also what is to be looked at again in a moment."""
    soon = StoppedClock()
    while True:
        soon.move_to(house.clock.now() + _SOON)
        if not deliveries.deliver_due(house) and not deliveries.deliver_due(replace(house, clock=soon)):
            return
