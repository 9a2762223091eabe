"""Through which channels the service speaks, in which matters, and when it keeps quiet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from service.kit.clock import at_local, local
from service.messaging.errors import AlwaysOn


class Channel(StrEnum):
    """A way a message takes to a person; the inbox is the channel of record and always on."""

    INBOX = "inbox"
    WECHAT = "wechat"
    SMS = "sms"
    VOICE = "voice"
    EMAIL = "email"
    # An interface only: nothing stands behind it yet (docs/decisions/0033).
    WEB_PUSH = "web_push"


class ChosenChannel(StrEnum):
    """A channel that somebody can be told by today, and says whether they want it."""

    INBOX = Channel.INBOX.value
    WECHAT = Channel.WECHAT.value
    SMS = Channel.SMS.value
    VOICE = Channel.VOICE.value
    EMAIL = Channel.EMAIL.value


ALWAYS_ON = frozenset({Channel.INBOX})
TO_CHOOSE = tuple(Channel(each.value) for each in ChosenChannel)
OUTSIDE = tuple(each for each in TO_CHOOSE if each not in ALWAYS_ON)
# Where the telephone rings or lights up at night.
KEEPS_QUIET = frozenset({Channel.WECHAT, Channel.SMS, Channel.VOICE, Channel.WEB_PUSH})
# For these somebody's telephone number is used, and so their consent is needed (PIPL Art. 13, 14).
BY_TELEPHONE = frozenset({Channel.SMS, Channel.VOICE})


class DeliveryResult(StrEnum):
    """What became of a message in a channel, as the person is told."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class SpokenLanguage(StrEnum):
    """In which language a person is spoken to."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


# For who has not said otherwise.
USUAL_LANGUAGE = SpokenLanguage.CHINESE


class Matter(StrEnum):
    """In which matter something is told; channels can be switched off for some of them."""

    ACCOUNT = "account"
    BOOKINGS = "bookings"
    CARE = "care"
    EVENTS = "events"
    OTHER = "other"


_MATTERS = {
    "accounts": Matter.ACCOUNT,
    "residents": Matter.ACCOUNT,
    "messaging": Matter.ACCOUNT,
    "living_rooms": Matter.BOOKINGS,
    "elderly_care": Matter.CARE,
    "events": Matter.EVENTS,
}


def matter_of(text: str) -> Matter:
    """In which matter a named text speaks: its name begins with its domain's."""
    return _MATTERS.get(text.partition(".")[0], Matter.OTHER)


def switched_off(before: Sequence[str], changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is off after these changes: `sms` for a whole channel, `wechat:care` for one matter in it. Raises AlwaysOn."""
    off = set(before)
    for change in changes:
        channel = change["channel"]
        if channel in ALWAYS_ON:
            raise AlwaysOn(field="channels")
        if "is_on" in change:
            (off.discard if change["is_on"] else off.add)(channel.value)
        if "matters_off" in change:
            off = {each for each in off if not each.startswith(f"{channel}:")}
            off |= {f"{channel}:{matter}" for matter in change["matters_off"]}
    return sorted(off)


def after_quiet_hours(now: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """When it may ring: now, or the end of the quiet hours in which now falls. Equal times are no quiet hours."""
    moment = local(now)
    clock_time = moment.time()
    if quiet_from <= quiet_until:
        is_quiet = quiet_from <= clock_time < quiet_until
    else:
        is_quiet = clock_time >= quiet_from or clock_time < quiet_until
    if not is_quiet:
        return now
    days = 1 if clock_time >= quiet_until else 0
    return at_local(moment.date() + timedelta(days=days), quiet_until)
