"""Rules of plans: where they stand, on which days their services fall, what they cost, and in which words."""

from service.elderly_care.plans.rules.quoting import Priced, Quote, QuotedLine, QuotedMonth, quote
from service.elderly_care.plans.rules.recurrence import OnHolidays, Recurrence, days_of, occurrences, parse
from service.elderly_care.plans.rules.states import (
    MOVES,
    AgreementWay,
    PauseReason,
    PlanStatus,
    VersionStatus,
    check_move,
    is_paused,
)
from service.elderly_care.plans.rules.windows import window_of
from service.elderly_care.plans.rules.wording import hash_of, in_words, window_in_words, yuan

__all__ = [
    "MOVES",
    "AgreementWay",
    "OnHolidays",
    "PauseReason",
    "PlanStatus",
    "Priced",
    "Quote",
    "QuotedLine",
    "QuotedMonth",
    "Recurrence",
    "VersionStatus",
    "check_move",
    "days_of",
    "hash_of",
    "in_words",
    "is_paused",
    "occurrences",
    "parse",
    "quote",
    "window_in_words",
    "window_of",
    "yuan",
]
