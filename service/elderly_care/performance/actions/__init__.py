"""Counting, closing, replying, appealing and deciding."""

from service.elderly_care.performance.actions.answering import appeal, reply
from service.elderly_care.performance.actions.closing import close_months, close_years
from service.elderly_care.performance.actions.deciding import decide
from service.elderly_care.performance.actions.policies import set_policy
from service.elderly_care.performance.actions.reading import (
    read,
    read_closed_lines,
    read_month,
    read_present_lines,
)
from service.elderly_care.performance.actions.telling import tell_of_appeal, tell_of_score

__all__ = [
    "appeal",
    "close_months",
    "close_years",
    "decide",
    "read",
    "read_closed_lines",
    "read_month",
    "read_present_lines",
    "reply",
    "set_policy",
    "tell_of_appeal",
    "tell_of_score",
]
