"""What all rooms of care speak of alike: a place, and by which class an elder stands in the queue and for subsidies."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

import orjson

from service.kit.texts import Worded

_MODERATELY_DISABLED = 2


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


class EligibilityClass(Worded):
    """By which class somebody stands in the queue, the first before the next (handbook §3.7)."""

    DESTITUTE = "destitute", "特困", "in extreme hardship"
    LOW_INCOME = "low_income", "低保低边", "on a low income"
    DISABLED_BY_AGE = "disabled_by_age", "失能失智", "not able to care for themself"
    OLD_AND_ALONE = "old_and_alone", "高龄独居", "very old and alone"
    OLD_AND_LEFT = "old_and_left", "高龄空巢", "very old, children away"
    HANDICAPPED = "handicapped", "残疾", "disabled"
    LOST_CHILD = "lost_child", "计生特殊家庭", "lost an only child"
    VETERAN = "veteran", "优抚", "veteran"
    ORDINARY = "ordinary", "一般", "ordinary"


def eligibility(tags: Collection[str], level: int | None) -> EligibilityClass:
    """In which class somebody stands, by their tags of today and their assessed level: the first that fits."""
    very_old = "aged_80" in tags
    fits = {
        EligibilityClass.DESTITUTE: "extreme_hardship" in tags,
        EligibilityClass.LOW_INCOME: "low_income" in tags or "near_low_income" in tags,
        EligibilityClass.DISABLED_BY_AGE: level is not None and level >= _MODERATELY_DISABLED,
        EligibilityClass.OLD_AND_ALONE: very_old and "lives_alone" in tags,
        EligibilityClass.OLD_AND_LEFT: very_old and "empty_nest" in tags,
        EligibilityClass.HANDICAPPED: "disabled" in tags,
        EligibilityClass.LOST_CHILD: "lost_only_child" in tags,
        EligibilityClass.VETERAN: "veteran" in tags,
    }
    return next((each for each, holds in fits.items() if holds), EligibilityClass.ORDINARY)


def rank(eligible: EligibilityClass) -> int:
    """The place of a class in the queue, from 0."""
    return list(EligibilityClass).index(eligible)
