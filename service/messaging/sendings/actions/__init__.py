"""Planning what is sent to whom by which channel, sending it, and sending it again by hand."""

from service.messaging.sendings.actions.calling_off import call_off, call_off_of_proxy, call_off_subject
from service.messaging.sendings.actions.forgetting import forget_made_before, forget_sendings_of
from service.messaging.sendings.actions.planning import Entry, plan, plan_for_each
from service.messaging.sendings.actions.reporting import take_voice_reports
from service.messaging.sendings.actions.sending import send_due
from service.messaging.sendings.actions.tending import (
    give_up_overdue,
    measure,
    resend,
    take_up_what_lies_ahead,
)

__all__ = [
    "Entry",
    "call_off",
    "call_off_of_proxy",
    "call_off_subject",
    "forget_made_before",
    "forget_sendings_of",
    "give_up_overdue",
    "measure",
    "plan",
    "plan_for_each",
    "resend",
    "send_due",
    "take_up_what_lies_ahead",
    "take_voice_reports",
]
