"""Asking for care, deciding on it, giving it to an operator, and what becomes of it."""

from service.elderly_care.requests.actions.asking import ask, withdraw
from service.elderly_care.requests.actions.deciding import (
    accept,
    assign,
    note_assessment,
    reject,
    tell_overdue,
)
from service.elderly_care.requests.actions.moving import follow_elder
from service.elderly_care.requests.actions.reading import forget_person, read, read_list
from service.elderly_care.requests.actions.reminding import tell_missing_assessments
from service.elderly_care.requests.actions.serving import activate, close, close_all_of, hand_over, reopen

__all__ = [
    "accept",
    "activate",
    "ask",
    "assign",
    "close",
    "close_all_of",
    "follow_elder",
    "forget_person",
    "hand_over",
    "note_assessment",
    "read",
    "read_list",
    "reject",
    "reopen",
    "tell_missing_assessments",
    "tell_overdue",
    "withdraw",
]
