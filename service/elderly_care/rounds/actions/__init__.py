"""Making rounds, arranging them, and what is recorded on the way."""

from service.elderly_care.rounds.actions.arranging import call_off, cancel, change, move_visits
from service.elderly_care.rounds.actions.finishing import drop_if_empty, finish, show_code
from service.elderly_care.rounds.actions.making import by_window, join, make
from service.elderly_care.rounds.actions.reading import read
from service.elderly_care.rounds.actions.recording import Answer, attend, check_in, tick

__all__ = [
    "Answer",
    "attend",
    "by_window",
    "call_off",
    "cancel",
    "change",
    "check_in",
    "drop_if_empty",
    "finish",
    "join",
    "make",
    "move_visits",
    "read",
    "show_code",
    "tick",
]
