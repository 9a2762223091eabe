"""The rules of performance: what facts are worth, periods, answers in time, appeals."""

from service.elderly_care.performance.rules.answers import Answer, answers
from service.elderly_care.performance.rules.appeals import MOVES, check_move, left_out
from service.elderly_care.performance.rules.periods import (
    LOOKS_BACK,
    Span,
    check_answerable,
    months_before,
    until,
)
from service.elderly_care.performance.rules.scoring import (
    LESS_IS_BETTER,
    MOST_STARS,
    Fact,
    JudgedFact,
    Target,
    Thresholds,
    attained,
    differences,
    grade,
    judged,
    rounded,
    score,
    speaks_against,
    together,
    without,
)
from service.elderly_care.performance.rules.words import AppealStatus, Grade, Period, ScoreState

__all__ = [
    "LESS_IS_BETTER",
    "LOOKS_BACK",
    "MOST_STARS",
    "MOVES",
    "Answer",
    "AppealStatus",
    "Fact",
    "Grade",
    "JudgedFact",
    "Period",
    "ScoreState",
    "Span",
    "Target",
    "Thresholds",
    "answers",
    "attained",
    "check_answerable",
    "check_move",
    "differences",
    "grade",
    "judged",
    "left_out",
    "months_before",
    "rounded",
    "score",
    "speaks_against",
    "together",
    "until",
    "without",
]
