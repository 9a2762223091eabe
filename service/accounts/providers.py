"""What accounts need of the outside world, and what stands behind it here."""

from service.accounts import queries
from service.kit.house import House


def hand_in(house: House) -> None:
    """Let every request find its actor."""
    house.find_actor = queries.find_actor
