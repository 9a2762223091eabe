"""How the gateways of SMS, calls and mail say what, and how that is understood."""

from datetime import timedelta
from uuid import UUID

import pytest

from service.kit.mail import Mail, MailRefused, MailServerDown
from service.kit.sms import Sms, SmsGatewayDown, SmsRefused
from service.kit.voice import Call, CallState, VoiceGatewayDown, VoiceRefused
from service.messaging.channels import Down, NotNow, Outcome, Outgoing, Taken, UnderWay, Unfit, Unreached
from service.messaging.channels.email import EmailChannel
from service.messaging.channels.sms import SmsChannel
from service.messaging.channels.voice import VoiceChannel

OUTGOING = Outgoing(
    UUID("019a0000-0000-7000-8000-0123456789ab"),
    "+8613812345678",
    {"template": "alarm", "values": {"elder": "陈阿婆"}, "title": "好了", "body": "内容"},
)


class Gateway:
    """Every kind at once; it fails when told to."""

    def __init__(self, failure: Exception | None = None, state: CallState = CallState.ANSWERED) -> None:
        self.failure, self.state = failure, state
        self.got: list[Sms | Call | Mail] = []

    def send(self, message: Sms | Mail) -> None:
        self.got.append(message)
        if self.failure:
            raise self.failure

    def call(self, call: Call) -> str:
        self.got.append(call)
        if self.failure:
            raise self.failure
        return "call-1"

    def state_of(self, call_id: str) -> CallState:
        assert call_id == "call-1"
        return self.state


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (None, Taken()),
        (SmsGatewayDown("ReadTimeoutError"), Down("ReadTimeoutError")),
        (SmsGatewayDown("isv.BUSINESS_LIMIT_CONTROL"), NotNow("isv.BUSINESS_LIMIT_CONTROL")),
        (SmsRefused("isv.MOBILE_NUMBER_ILLEGAL"), Unreached("isv.MOBILE_NUMBER_ILLEGAL")),
        (SmsRefused("isv.SMS_TEMPLATE_ILLEGAL"), Unfit("isv.SMS_TEMPLATE_ILLEGAL")),
        (SmsRefused("no_such_template"), Unfit("no_such_template")),
    ],
)
def test_sms(failure: Exception | None, outcome: Outcome) -> None:
    gateway = Gateway(failure)

    assert SmsChannel(gateway).send(OUTGOING) == outcome
    assert gateway.got == [Sms("+8613812345678", "alarm", {"elder": "陈阿婆"}, out_id=str(OUTGOING.id))]


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (None, UnderWay("call-1", timedelta(minutes=3))),
        (VoiceGatewayDown("busy"), Down("busy")),
        (VoiceGatewayDown("isv.BUSINESS_LIMIT_CONTROL"), NotNow("isv.BUSINESS_LIMIT_CONTROL")),
        (VoiceRefused("isv.CALLED_NUMBER_ILLEGAL"), Unreached("isv.CALLED_NUMBER_ILLEGAL")),
        (VoiceRefused("isv.VOICE_FILE_ILLEGAL"), Unfit("isv.VOICE_FILE_ILLEGAL")),
    ],
)
def test_a_call_begins(failure: Exception | None, outcome: Outcome) -> None:
    gateway = Gateway(failure)

    assert VoiceChannel(gateway).send(OUTGOING) == outcome
    (call,) = gateway.got
    assert isinstance(call, Call)
    assert len(call.out_id) == 15


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (CallState.ANSWERED, Taken("call-1")),
        (CallState.NOT_ANSWERED, Unreached("not_answered")),
        (CallState.UNDER_WAY, UnderWay("call-1", timedelta(minutes=2))),
    ],
)
def test_what_became_of_a_call_is_asked_and_nobody_is_called_again(
    state: CallState, outcome: Outcome
) -> None:
    gateway = Gateway(state=state)
    begun = Outgoing(OUTGOING.id, OUTGOING.address, OUTGOING.content, provider_id="call-1")

    assert VoiceChannel(gateway).send(begun) == outcome
    assert gateway.got == []


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (None, Taken()),
        (MailServerDown("timeout"), Down("timeout")),
        (MailRefused("550"), Unreached("550")),
    ],
)
def test_mail(failure: Exception | None, outcome: Outcome) -> None:
    gateway = Gateway(failure)

    assert EmailChannel(gateway).send(OUTGOING) == outcome
    assert gateway.got == [Mail(OUTGOING.address, "好了", "内容", message_id=str(OUTGOING.id))]


def test_nothing_personal_is_in_a_repr() -> None:
    assert "138" not in repr(OUTGOING)
    assert "陈" not in repr(OUTGOING)
