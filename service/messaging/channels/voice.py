"""Automatic calls: who has heard it presses 1, which the gateway reports; else it is asked later what became of the call."""

from datetime import timedelta

from service.kit.voice import Call, CallState, VoiceGateway, VoiceGatewayDown, VoiceRefused
from service.messaging.channels import Outcome, Outgoing, Taken, UnderWay, Unreached
from service.messaging.channels.aliyun import not_taken, refused
from service.messaging.sendings.rules import Reason

# A call rings for up to a minute and is heard out in another; its report comes before that is over.
_ASK_AFTER, _ASK_AGAIN_AFTER = timedelta(minutes=3), timedelta(minutes=2)
_OF_THE_PERSON = ("isv.CALLED_NUMBER_ILLEGAL", "isv.MOBILE_NUMBER_ILLEGAL", "isv.BLACK")


class VoiceChannel:
    """Begins calls, and asks what became of them."""

    def __init__(self, gateway: VoiceGateway) -> None:
        self._gateway = gateway

    def send(self, outgoing: Outgoing) -> Outcome:
        try:
            if outgoing.provider_id is not None:
                return self._became(outgoing.provider_id)
            call_id = self._gateway.call(_call(outgoing))
        except VoiceGatewayDown as down:
            return not_taken(str(down))
        except VoiceRefused as refusal:
            return refused(refusal.reason, _OF_THE_PERSON)
        return UnderWay(call_id, _ASK_AFTER)

    def _became(self, call_id: str) -> Outcome:
        state = self._gateway.state_of(call_id)
        if state is CallState.UNDER_WAY:
            return UnderWay(call_id, _ASK_AGAIN_AFTER)
        return Taken(call_id) if state is CallState.ANSWERED else Unreached(Reason.NOT_ANSWERED)


def _call(outgoing: Outgoing) -> Call:
    content = outgoing.content
    return Call(outgoing.address, content["template"], content["values"], out_id=outgoing.id.hex[-15:])
