"""Homes put on record, people moving in and out, households, and departures."""

from service.residents.homes.actions.departing import forget, note_ended, record_death, undo_departure
from service.residents.homes.actions.households import change_household, found_household, split_household
from service.residents.homes.actions.moving import leave, move, move_in, move_out, take_in
from service.residents.homes.actions.places import (
    add_home,
    change_home,
    find_or_make_home,
    rewrite_addresses,
)
from service.residents.homes.actions.reading import (
    look_through_households,
    look_through_stays,
    show_home,
    show_household,
)
from service.residents.homes.actions.standing import change_record, verify
from service.residents.homes.actions.telling import (
    tell_of_missing_householder,
    tell_of_mistake,
    tell_of_move_within,
)

__all__ = [
    "add_home",
    "change_home",
    "change_household",
    "change_record",
    "find_or_make_home",
    "forget",
    "found_household",
    "leave",
    "look_through_households",
    "look_through_stays",
    "move",
    "move_in",
    "move_out",
    "note_ended",
    "record_death",
    "rewrite_addresses",
    "show_home",
    "show_household",
    "split_household",
    "take_in",
    "tell_of_missing_householder",
    "tell_of_mistake",
    "tell_of_move_within",
    "undo_departure",
    "verify",
]
