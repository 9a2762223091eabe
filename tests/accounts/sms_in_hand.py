"""A gateway that keeps what it was to send, and fails when told to."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.kit.house import House
from service.kit.sms import Sms, SmsGateway


class SmsInHand:
    """What the codes' tests read their codes from."""

    def __init__(self) -> None:
        self.sent: list[Sms] = []
        self.failures: list[Exception] = []

    def send(self, sms: Sms) -> None:
        self.sent.append(sms)
        if self.failures:
            raise self.failures.pop(0)

    @property
    def code(self) -> str:
        return self.sent[-1].values["code"]


@contextmanager
def sms_in_hand(house: House) -> Iterator[SmsInHand]:
    """Let all text messages of the house come here."""
    kept, house.providers[SmsGateway] = house.providers[SmsGateway], SmsInHand()
    try:
        yield house.providers[SmsGateway]
    finally:
        house.providers[SmsGateway] = kept
