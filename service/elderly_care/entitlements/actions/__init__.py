"""Applying, checking, publicising, deciding, and comparing what was granted with what came after."""

from service.elderly_care.entitlements.actions.announcing import (
    tell_of_finding,
    tell_of_move,
    tell_of_objection,
)
from service.elderly_care.entitlements.actions.applying import apply_for, note_assessment, withdraw
from service.elderly_care.entitlements.actions.checking import check, publicise
from service.elderly_care.entitlements.actions.climbing import tell_waiting
from service.elderly_care.entitlements.actions.comparing import compare_elder, compare_month
from service.elderly_care.entitlements.actions.deciding import grant, refuse, stop
from service.elderly_care.entitlements.actions.following import (
    close_open_of,
    follow_elder,
    forget_person,
    keep_apart,
)
from service.elderly_care.entitlements.actions.objecting import (
    forget_objectors,
    record_objection,
    settle_objection,
)
from service.elderly_care.entitlements.actions.reading import read, read_list

__all__ = [
    "apply_for",
    "check",
    "close_open_of",
    "compare_elder",
    "compare_month",
    "follow_elder",
    "forget_objectors",
    "forget_person",
    "grant",
    "keep_apart",
    "note_assessment",
    "publicise",
    "read",
    "read_list",
    "record_objection",
    "refuse",
    "settle_objection",
    "stop",
    "tell_of_finding",
    "tell_of_move",
    "tell_of_objection",
    "tell_waiting",
    "withdraw",
]
