"""Complaining, answering, closing, and what climbs when nobody does."""

from service.elderly_care.complaints.actions.answering import close, reply
from service.elderly_care.complaints.actions.climbing import tell_overdue
from service.elderly_care.complaints.actions.complaining import complain, reopen, withdraw
from service.elderly_care.complaints.actions.reading import forget_person, read, read_list, read_photo

__all__ = [
    "close",
    "complain",
    "forget_person",
    "read",
    "read_list",
    "read_photo",
    "reopen",
    "reply",
    "tell_overdue",
    "withdraw",
]
