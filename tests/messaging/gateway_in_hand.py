"""A channel whose gateway is a list: what it was to send, and how it answers next."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.kit.house import House
from service.messaging.channels import ChannelGateway, ChannelGateways, Outcome, Outgoing, Taken
from service.messaging.rules import Channel


class GatewayInHand:
    """Answers `answers` in turn, then takes everything; an exception among them is raised."""

    def __init__(self) -> None:
        self.asked: list[Outgoing] = []
        self.sent: list[Outgoing] = []
        self.answers: list[Outcome | Exception] = []

    def send(self, outgoing: Outgoing) -> Outcome:
        self.asked.append(outgoing)
        answer = self.answers.pop(0) if self.answers else Taken()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Taken):
            self.sent.append(outgoing)
        return answer


class Hands:
    """A gateway in hand for every channel."""

    def __init__(self) -> None:
        self.wechat, self.sms, self.voice, self.email = (GatewayInHand() for _ in range(4))

    def gateways(self) -> ChannelGateways:
        found: dict[Channel, ChannelGateway] = {
            Channel.WECHAT: self.wechat,
            Channel.SMS: self.sms,
            Channel.VOICE: self.voice,
            Channel.EMAIL: self.email,
        }
        return ChannelGateways(found)


@contextmanager
def hands(house: House) -> Iterator[Hands]:
    """Let all that goes out of the house come here."""
    held = Hands()
    kept, house.providers[ChannelGateways] = house.providers[ChannelGateways], held.gateways()
    try:
        yield held
    finally:
        house.providers[ChannelGateways] = kept
