"""Making settlements, moving them to the payment, checking lines on the spot, saying what is deducted."""

from service.elderly_care.settlement.actions.checking import check
from service.elderly_care.settlement.actions.drafting import KIND, make, recount, step
from service.elderly_care.settlement.actions.exporting import export
from service.elderly_care.settlement.actions.forgetting import forget_person
from service.elderly_care.settlement.actions.moving import approve, confirm, pay, return_it, submit
from service.elderly_care.settlement.actions.policies import list_policies, set_policies
from service.elderly_care.settlement.actions.reading import noted, read_lines
from service.elderly_care.settlement.actions.telling import tell_counted, tell_of_move

__all__ = [
    "KIND",
    "approve",
    "check",
    "confirm",
    "export",
    "forget_person",
    "list_policies",
    "make",
    "noted",
    "pay",
    "read_lines",
    "recount",
    "return_it",
    "set_policies",
    "step",
    "submit",
    "tell_counted",
    "tell_of_move",
]
