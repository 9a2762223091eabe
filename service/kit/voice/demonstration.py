"""The demonstration gateway: calls nobody; never in production."""

import structlog

from config import Settings
from service.kit.voice import Call, CallState

log = structlog.get_logger()


class RefusedInProduction(Exception):
    """Nobody would be called, and the record would say that they were."""


class DemonstrationVoice:
    """Notes that somebody would have been called, and neither whom nor with what; everybody answers."""

    def __init__(self, settings: Settings) -> None:
        if settings.is_production:
            raise RefusedInProduction

    def call(self, call: Call) -> str:
        log.info("not_called", template=call.template, out_id=call.out_id)
        return f"demonstration-{call.out_id}"

    def state_of(self, call_id: str) -> CallState:
        return CallState.ANSWERED
