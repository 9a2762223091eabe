"""Questions about rounds."""

from service.elderly_care.rounds.queries.rounds import (
    RoundStop,
    ShownRound,
    readable,
    rounds,
    shown,
    visits_of,
)
from service.elderly_care.rounds.queries.standing import (
    Window,
    busy_elders,
    caregiver_ids_of,
    claims_of_round,
    finished,
    forget_window,
    joinable,
    round_of_caregiver,
    round_of_window,
    rounds_of_visits,
    session_of,
    singly_assigned,
)

__all__ = [
    "RoundStop",
    "ShownRound",
    "Window",
    "busy_elders",
    "caregiver_ids_of",
    "claims_of_round",
    "finished",
    "forget_window",
    "joinable",
    "readable",
    "round_of_caregiver",
    "round_of_window",
    "rounds",
    "rounds_of_visits",
    "session_of",
    "shown",
    "singly_assigned",
    "visits_of",
]
