"""Text messages by the house's SMS gateway."""

from service.kit.sms import Sms, SmsGateway, SmsGatewayDown, SmsRefused
from service.messaging.channels import (
    TOO_OFTEN,
    Down,
    NotNow,
    Outcome,
    Outgoing,
    Taken,
    Unfit,
    Unreached,
)

# It is this number that can not be reached, or the person who wants no more; all else is ours to mend.
_OF_THE_PERSON = (
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.BLACK_KEY",
    "isv.MOBILE_IN_BLACK",
    "isv.MOBILE_COUNT_OVER",
)


class SmsChannel:
    """The same out id each time, so that the gateway's bill shows a repeat."""

    def __init__(self, gateway: SmsGateway) -> None:
        self._gateway = gateway

    def send(self, outgoing: Outgoing) -> Outcome:
        content = outgoing.content
        try:
            self._gateway.send(
                Sms(outgoing.address, content["template"], content["values"], out_id=str(outgoing.id))
            )
        except SmsGatewayDown as down:
            reason = str(down)
            return NotNow(reason) if reason.startswith(TOO_OFTEN) else Down(reason)
        except SmsRefused as refusal:
            is_theirs = refusal.reason.startswith(_OF_THE_PERSON)
            return Unreached(refusal.reason) if is_theirs else Unfit(refusal.reason)
        return Taken()
