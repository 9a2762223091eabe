"""The rules of visits: their states, their times, the ways between them, and who may make them."""

from service.elderly_care.visits.rules.covers import Candidate, CandidateReason, Opening, candidates, times_in
from service.elderly_care.visits.rules.disclosure import check_days, days_to_see, is_door_open
from service.elderly_care.visits.rules.fitness import Needs, obstacle
from service.elderly_care.visits.rules.overlaps import Stay, giving_way
from service.elderly_care.visits.rules.states import (
    NOT_BEGUN,
    STANDING,
    Act,
    RoundStatus,
    VisitCancellation,
    VisitStatus,
    after,
    is_possible,
)
from service.elderly_care.visits.rules.times import (
    check_quarter,
    check_to_come,
    check_window,
    days_around,
    days_touched,
    first_quarter,
    minutes_of_day,
)
from service.elderly_care.visits.rules.travel import (
    REACH,
    Stop,
    Way,
    Where,
    is_clash,
    retimed,
    stop_before,
    way_minutes,
    with_stop,
)

__all__ = [
    "NOT_BEGUN",
    "REACH",
    "STANDING",
    "Act",
    "Candidate",
    "CandidateReason",
    "Needs",
    "Opening",
    "RoundStatus",
    "Stay",
    "Stop",
    "VisitCancellation",
    "VisitStatus",
    "Way",
    "Where",
    "after",
    "candidates",
    "check_days",
    "check_quarter",
    "check_to_come",
    "check_window",
    "days_around",
    "days_to_see",
    "days_touched",
    "first_quarter",
    "giving_way",
    "is_clash",
    "is_door_open",
    "is_possible",
    "minutes_of_day",
    "obstacle",
    "retimed",
    "stop_before",
    "times_in",
    "way_minutes",
    "with_stop",
]
