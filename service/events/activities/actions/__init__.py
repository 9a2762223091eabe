"""What is done with activities and their places; locks are taken in one order (actions/places.py)."""

from service.events.activities.actions.attending import (
    check_in,
    note_attendance,
    show_code,
    show_code_on_screen,
    tell_attendance,
)
from service.events.activities.actions.departing import follow_departure
from service.events.activities.actions.due import remind
from service.events.activities.actions.feedback import give_feedback
from service.events.activities.actions.organising import change_activity, make_activity
from service.events.activities.actions.publishing import (
    call_off_without_place,
    cancel_activity,
    complete,
    lose_room,
    publish_activity,
    return_activity,
    submit_activity,
)
from service.events.activities.actions.reading import read_feedback, read_figures, read_figures_of_place
from service.events.activities.actions.signing_up import cancel_sign_up, sign_up
from service.events.activities.actions.waiting import (
    accept_offer,
    decline_offer,
    lapse,
    offer_places,
    wait,
    withdraw_wait,
)

__all__ = [
    "accept_offer",
    "call_off_without_place",
    "cancel_activity",
    "cancel_sign_up",
    "change_activity",
    "check_in",
    "complete",
    "decline_offer",
    "follow_departure",
    "give_feedback",
    "lapse",
    "lose_room",
    "make_activity",
    "note_attendance",
    "offer_places",
    "publish_activity",
    "read_feedback",
    "read_figures",
    "read_figures_of_place",
    "remind",
    "return_activity",
    "show_code",
    "show_code_on_screen",
    "sign_up",
    "submit_activity",
    "tell_attendance",
    "wait",
    "withdraw_wait",
]
