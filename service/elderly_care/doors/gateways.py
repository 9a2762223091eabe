"""What care at home needs of the outside world, and what stands behind it here."""

from service.elderly_care.doors.travel import StraightLines, TravelTimes
from service.kit.house import House


def hand_in(house: House) -> None:
    """Let ways be reckoned by the straight line."""
    house.providers[TravelTimes] = StraightLines(house.settings)
