"""Questions about ladders and their households, each narrowed to what the actor may see."""

from service.events.reaching.queries.counts import Counted, Counts, counts, number_listed
from service.events.reaching.queries.households import (
    ShownHousehold,
    StepTaken,
    household_of,
    households,
    open_households_of,
    people_of,
    shown_household,
)
from service.events.reaching.queries.ladders import due, ladder, ladders_due, ladders_not_gathered, speakers

__all__ = [
    "Counted",
    "Counts",
    "ShownHousehold",
    "StepTaken",
    "counts",
    "due",
    "household_of",
    "households",
    "ladder",
    "ladders_due",
    "ladders_not_gathered",
    "number_listed",
    "open_households_of",
    "people_of",
    "shown_household",
    "speakers",
]
