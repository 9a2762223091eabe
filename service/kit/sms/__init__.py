"""Text messages to telephones: what a gateway that sends them is asked, and how it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message: our name of an approved template, and what fills it. Nothing personal is in its repr.

    `out_id` is ours and stays the same when it is sent again, so that the gateway's bill shows a repeat.
    """

    phone: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    out_id: str


class SmsRefused(Exception):
    """The gateway will not send this one however often it is asked; `reason` is its own code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SmsGatewayDown(Exception):
    """The gateway did not take it now; it may later, and may even have taken it."""


class SmsGateway(Protocol):
    """Sends text messages to Chinese mobile numbers (E.164); raises SmsRefused or SmsGatewayDown."""

    def send(self, sms: Sms) -> None: ...
