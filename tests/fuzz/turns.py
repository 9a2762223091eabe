"""A phase in which nothing was checked starts its next turn like any other.

schemathesis 4.32 keeps why the turn before was passed over; its display then takes no part in the new turn, and the run
ends in its first scenario with "Internal Error".
"""

from typing import Any

from schemathesis import cli
from schemathesis.engine import events
from schemathesis.engine.run import PhaseSkipReason


class NewTurn(cli.EventHandler):  # type: ignore[misc]  # exported lazily, and so without a type
    """Hears of each turn before the display does."""

    def handle_event(self, ctx: Any, event: events.EngineEvent) -> None:
        """Forget why the turn before was passed over, if it was only that nothing was checked in it."""
        if (
            isinstance(event, events.PhaseStarted)
            and event.phase.skip_reason is PhaseSkipReason.NO_CHECKS_RAN
        ):
            event.phase.skip_reason = None
