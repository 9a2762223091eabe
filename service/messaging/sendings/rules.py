"""When a sending is tried again, when it is given up, and when a whole channel rests."""

from datetime import timedelta
from enum import StrEnum

from service.kit.pauses import doubled, spread
from service.kit.texts import Worded
from service.messaging.rules import DeliveryResult

# So many failures of a gateway in a row open its breaker.
FAILURES_THAT_OPEN = 5
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
_FIRST_REST, _LONGEST_REST = timedelta(seconds=30), timedelta(minutes=10)


class SendingStatus(Worded):
    """Where a sending stands; all but the first are ends, of which `dead` can be sent again by hand."""

    WAITING = "waiting", "待发送", "waiting"
    SENT = "sent", "已发送", "sent"
    FAILED = "failed", "未送达", "not delivered"
    SKIPPED = "skipped", "未发送", "not sent"
    DEAD = "dead", "已放弃", "given up"


def result_of(status: SendingStatus) -> DeliveryResult:
    """What the person is told of it: that we gave up is to them the same as that it failed."""
    return DeliveryResult.FAILED if status is SendingStatus.DEAD else DeliveryResult(status.value)


class Reason(StrEnum):
    """Why a sending ended as it did; what a gateway calls it stands beside it."""

    CONFIRMED = "confirmed"
    NO_CREDIT = "no_credit"
    SWITCHED_OFF = "switched_off"
    READ_ALREADY = "read_already"
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    NOT_ANSWERED = "not_answered"
    GAVE_UP = "gave_up"
    CALLED_OFF = "called_off"


def pause_before_try(tries: int, share: float) -> timedelta:
    """How long to wait after so many tries, less a `share` by chance."""
    return spread(doubled(_FIRST_PAUSE, tries - 1, _LONGEST_PAUSE), share)


def rest_of_channel(failures: int, share: float) -> timedelta | None:
    """How long a channel rests after so many failures in a row; None while it goes on."""
    if failures < FAILURES_THAT_OPEN:
        return None
    return spread(doubled(_FIRST_REST, failures - FAILURES_THAT_OPEN, _LONGEST_REST), share)
