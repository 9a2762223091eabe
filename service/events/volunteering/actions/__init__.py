"""Crediting, passing on, using and taking back minutes."""

from service.events.volunteering.actions.correcting import reverse, waive
from service.events.volunteering.actions.following import (
    follow_resident,
    keep_for_family,
    one_person,
    two_people,
)
from service.events.volunteering.actions.granting import (
    credit_attendance,
    note_hours,
    withdraw_attendance,
)
from service.events.volunteering.actions.leaving import forget_person, settle_estates
from service.events.volunteering.actions.moving import donate, give, spend, transfer
from service.events.volunteering.actions.reading import (
    read_account,
    read_corrections,
    read_entries,
    read_hours,
    read_one,
)

__all__ = [
    "credit_attendance",
    "donate",
    "follow_resident",
    "forget_person",
    "give",
    "keep_for_family",
    "note_hours",
    "one_person",
    "read_account",
    "read_corrections",
    "read_entries",
    "read_hours",
    "read_one",
    "reverse",
    "settle_estates",
    "spend",
    "transfer",
    "two_people",
    "waive",
    "withdraw_attendance",
]
