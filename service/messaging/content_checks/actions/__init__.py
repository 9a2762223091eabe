"""The verbs of checks: handing a text in, asking the machine, a worker's word."""

from service.messaging.content_checks.actions.asking import ask_machine, give_up_on_machine
from service.messaging.content_checks.actions.forgetting import forget_submitted_before, forget_written_by
from service.messaging.content_checks.actions.judging import block, let_pass
from service.messaging.content_checks.actions.submitting import submit, withdraw

__all__ = [
    "ask_machine",
    "block",
    "forget_submitted_before",
    "forget_written_by",
    "give_up_on_machine",
    "let_pass",
    "submit",
    "withdraw",
]
