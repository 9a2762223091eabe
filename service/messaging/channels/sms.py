"""Text messages by the house's SMS gateway."""

from service.kit.sms import Sms, SmsGateway, SmsGatewayDown, SmsRefused
from service.messaging.channels import Outcome, Outgoing, Taken
from service.messaging.channels.aliyun import not_taken, refused

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
            return not_taken(str(down))
        except SmsRefused as refusal:
            return refused(refusal.reason, _OF_THE_PERSON)
        return Taken()
