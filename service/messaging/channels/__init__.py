"""The channels' gateways: what each is asked to send, and how it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from service.messaging.rules import Channel


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One sending as its gateway gets it; nothing personal is in its repr.

    `provider_id` is set where the gateway has taken it before and is asked what became of it.
    """

    id: UUID
    address: str = field(repr=False)
    content: Mapping[str, Any] = field(repr=False)
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The gateway has sent it."""

    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The gateway has taken it and will know later what became of it."""

    provider_id: str
    ask_after: timedelta


@dataclass(frozen=True, slots=True)
class Unreached:
    """This person is not reached by it, however often it is tried; `reason` is ours or the gateway's code."""

    reason: str
    # WeChat has told that no message more will be taken for this person and template.
    ends_credit: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """It can not be sent as it is, to nobody: a template or a value is wrong, which somebody here must mend."""

    reason: str


@dataclass(frozen=True, slots=True)
class Down:
    """The gateway did not take it now; it may later, and may even have taken it.

    With `until` the whole channel waits so long: the gateway is well, but takes no more for now.
    """

    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotNow:
    """This person has had too many lately, and the gateway takes one later; for others it is well."""

    reason: str


Outcome = Taken | UnderWay | Unreached | Unfit | Down | NotNow


class ChannelGateway(Protocol):
    """Sends by one channel, from several threads at once; answers, and raises nothing that is foreseen."""

    def send(self, outgoing: Outgoing) -> Outcome: ...


class ChannelGateways:
    """Which gateway stands behind which channel here."""

    def __init__(self, gateways: Mapping[Channel, ChannelGateway]) -> None:
        self._gateways = dict(gateways)

    def behind(self, channel: Channel) -> ChannelGateway | None:
        """None where nothing can be sent by it."""
        return self._gateways.get(channel)

    @property
    def offered(self) -> frozenset[Channel]:
        return frozenset(self._gateways)
