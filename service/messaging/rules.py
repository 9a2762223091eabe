"""Through which channels the service speaks, and with what result."""

from enum import StrEnum


class Channel(StrEnum):
    """A way a message takes to a person; the inbox is the channel of record and always on."""

    INBOX = "inbox"


ALWAYS_ON = frozenset({Channel.INBOX})


class DeliveryResult(StrEnum):
    """What became of a message in a channel."""

    DELIVERED = "delivered"


class SpokenLanguage(StrEnum):
    """In which language a person is spoken to."""

    CHINESE = "zh-CN"
    ENGLISH = "en"
