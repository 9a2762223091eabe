"""What all rooms of care speak of alike: a place."""

from dataclasses import dataclass
from typing import Self

import orjson


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees (WGS-84)."""

    latitude: float
    longitude: float

    def written(self) -> str:
        """The place as it is sealed."""
        return orjson.dumps([self.latitude, self.longitude]).decode()

    @classmethod
    def read(cls, text: str) -> Self:
        """A place as it was written."""
        latitude, longitude = orjson.loads(text)
        return cls(latitude, longitude)
