"""Who lives through a quarter: logged in for all of it, with the job process by hand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.kit.house import House
from tests.conftest import Timetable


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """Who has logged in stays so for the whole time, as on the stage of the demonstration."""
    kept = house.settings
    house.settings = replace(kept, access_token_minutes=366 * 24 * 60, refresh_token_days=366)
    yield house
    house.settings = kept


@pytest.fixture
def timetable(house: House) -> Timetable:
    """The job process by hand, for a test that keeps no unit of work open."""
    return Timetable(house, None)
