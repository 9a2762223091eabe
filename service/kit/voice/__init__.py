"""Automatic calls: what a gateway that makes them is asked, how it refuses, and what it tells of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """A call: our name of an approved speech template, and what fills it. Nothing personal is in its repr.

    Who is called hears it and presses 1. `out_id` is ours (15 letters at the most), for the gateway's bill.
    """

    phone: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    out_id: str


class CallState(StrEnum):
    """What became of a call."""

    UNDER_WAY = "under_way"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class CallReport:
    """What the gateway reports of a call that is over; `pressed` are the keys."""

    call_id: str
    state: CallState
    pressed: str


class VoiceRefused(Exception):
    """The gateway will not make this call however often it is asked; `reason` is its own code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class VoiceGatewayDown(Exception):
    """The gateway did not take the call now; it may later, and may even have taken it."""


class VoiceGateway(Protocol):
    """Calls Chinese numbers (E.164); raises VoiceRefused or VoiceGatewayDown."""

    def call(self, call: Call) -> str:
        """Begin a call; the gateway's id of it."""
        ...

    def state_of(self, call_id: str) -> CallState:
        """What became of a call that was begun."""
        ...
