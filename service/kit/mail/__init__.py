"""Mail: what a server that takes it is asked, and how it refuses."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text; nothing personal is in its repr. `message_id` is ours and stays the same in a repeat."""

    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    message_id: str


class MailRefused(Exception):
    """The server will not take this one however often it is asked; `reason` is its reply code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailServerDown(Exception):
    """The server did not take it now; it may later, and may even have taken it."""


class MailServer(Protocol):
    """Takes mail; raises MailRefused or MailServerDown."""

    def send(self, mail: Mail) -> None: ...
