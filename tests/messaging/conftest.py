"""Gateways that are in the test's own hand."""

from collections.abc import Iterator

import pytest

from service.kit.house import House
from tests.messaging.gateway_in_hand import Hands, hands


@pytest.fixture
def hand(house: House) -> Iterator[Hands]:
    with hands(house) as held:
        yield held
