"""Arranging visits, claiming the time they take, and what becomes of them."""

from service.elderly_care.visits.actions.absences import (
    AbsenceNoted,
    LeftOpen,
    note_absence,
    release_the_rest,
)
from service.elderly_care.visits.actions.arranging import (
    Wish,
    arrange,
    change,
    keep_status,
    move_status,
    swap,
    unassign,
)
from service.elderly_care.visits.actions.calling_off import call_off, cancel, reschedule
from service.elderly_care.visits.actions.covering import candidates, covers
from service.elderly_care.visits.actions.evenings import tell_of_tomorrow
from service.elderly_care.visits.actions.grains import forget_past_grains
from service.elderly_care.visits.actions.making import follow_place, follow_plan, make_ahead
from service.elderly_care.visits.actions.reading import (
    Door,
    areas_of,
    doors_of,
    read,
    read_list,
    read_mine,
    read_schedule,
    told,
)
from service.elderly_care.visits.actions.rounds import assign_round

__all__ = [
    "AbsenceNoted",
    "Door",
    "LeftOpen",
    "Wish",
    "areas_of",
    "arrange",
    "assign_round",
    "call_off",
    "cancel",
    "candidates",
    "change",
    "covers",
    "doors_of",
    "follow_place",
    "follow_plan",
    "forget_past_grains",
    "keep_status",
    "make_ahead",
    "move_status",
    "note_absence",
    "read",
    "read_list",
    "read_mine",
    "read_schedule",
    "release_the_rest",
    "reschedule",
    "swap",
    "tell_of_tomorrow",
    "told",
    "unassign",
]
