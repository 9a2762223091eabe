"""Questions about homes, households and who lived where."""

from service.residents.homes.queries.departures import Absence, absences
from service.residents.homes.queries.households import (
    has_householder,
    household,
    households,
    housemates,
    members_now,
    shown_household,
)
from service.residents.homes.queries.places import (
    addresses_of,
    home,
    home_at,
    home_ids_at,
    homes,
    homes_after,
    shown,
    who_lives_in,
)
from service.residents.homes.queries.shapes import ListedHome, Member, ShownHome, ShownHousehold, Stay
from service.residents.homes.queries.stays import (
    all_stays,
    born_on,
    departure,
    departures,
    ended_by,
    gone,
    held,
    lived_somewhere_after,
    open_residence,
    stays,
)

__all__ = [
    "Absence",
    "ListedHome",
    "Member",
    "ShownHome",
    "ShownHousehold",
    "Stay",
    "absences",
    "addresses_of",
    "all_stays",
    "born_on",
    "departure",
    "departures",
    "ended_by",
    "gone",
    "has_householder",
    "held",
    "home",
    "home_at",
    "home_ids_at",
    "homes",
    "homes_after",
    "household",
    "households",
    "housemates",
    "lived_somewhere_after",
    "members_now",
    "open_residence",
    "shown",
    "shown_household",
    "stays",
    "who_lives_in",
]
