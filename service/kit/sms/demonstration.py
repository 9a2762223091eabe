"""The demonstration gateway: sends nothing, for houses where no text message shall leave; never in production."""

import structlog

from config import Settings
from service.kit.sms import Sms

log = structlog.get_logger()


class RefusedInProduction(Exception):
    """Nobody would get the codes, and whoever asked for one would be shown it."""


class DemonstrationSms:
    """Notes that something would have been sent, and neither to whom nor what."""

    def __init__(self, settings: Settings) -> None:
        if settings.is_production:
            raise RefusedInProduction

    def send(self, sms: Sms) -> None:
        log.info("sms_not_sent", template=sms.template, out_id=sms.out_id)
