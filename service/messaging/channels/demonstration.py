"""Channels that only seem to send, for houses where nothing shall leave; never in production."""

import structlog

from config import Settings
from service.messaging.channels import Outcome, Outgoing, Taken
from service.messaging.rules import Channel

log = structlog.get_logger()


class RefusedInProduction(Exception):
    """Nobody would be told, and the record would say that they were."""


class DemonstrationChannel:
    """Notes that something would have been sent, and neither to whom nor what."""

    def __init__(self, settings: Settings, channel: Channel) -> None:
        if settings.is_production:
            raise RefusedInProduction
        self._channel = channel

    def send(self, outgoing: Outgoing) -> Outcome:
        log.info("not_sent", channel=self._channel.value, sending=str(outgoing.id))
        return Taken()
