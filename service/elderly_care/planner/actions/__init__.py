"""Having days planned, step by step in the background, and applying what is proposed."""

from service.elderly_care.planner.actions.applying import apply
from service.elderly_care.planner.actions.asking import KIND, ask, cancel, forget, read
from service.elderly_care.planner.actions.planning import step

__all__ = ["KIND", "apply", "ask", "cancel", "forget", "read", "step"]
