"""Planning what is sent to whom by which channel, sending it, and sending it again by hand."""

from service.messaging.sendings.actions.forgetting import forget_made_before, forget_sendings_of
from service.messaging.sendings.actions.planning import Entry, plan, plan_one

__all__ = ["Entry", "forget_made_before", "forget_sendings_of", "plan", "plan_one"]
