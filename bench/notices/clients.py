"""What is asked of every system: the same residents' first pages of notices, and the pages after them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench.load import request_bytes
from bench.systems import WebSystem
from bench.traffic import told

FIRST, NEXT = "a resident's notices", "the page after"
PATH = "/api/v1/notices?limit=20"


@dataclass
class NoticeClients:
    """One system's residents."""

    port: int
    tokens: Sequence[str]
    next_paths: list[str] = field(default_factory=list)

    expected = {FIRST: 200, NEXT: 200}
    asked_to_keep = 0

    def requests(self, workload: str) -> Iterator[bytes]:
        """An endless stream of pages, of one resident after another."""
        chosen = random.Random(7)
        while True:
            number = chosen.randrange(len(self.tokens))
            path = PATH if workload == FIRST else self.next_paths[number]
            yield request_bytes("GET", path, self.tokens[number])

    def told_pages(self) -> list[list[str]]:
        """The titles of everybody's first page and of the one after it; every system must tell the same."""
        first = [told(self.port, 200, request_bytes("GET", PATH, token)) for token in self.tokens]
        self.next_paths = [self._next(page) for page in first]
        second = [
            told(self.port, 200, request_bytes("GET", path, token))
            for path, token in zip(self.next_paths, self.tokens, strict=True)
        ]
        return [_titles(page) for page in [*first, *second]]

    @staticmethod
    def _next(page: Any) -> str:
        """Where the next page is: behind a cursor, or at an address that is told."""
        if "next_cursor" in page:
            return f"{PATH}&cursor={page['next_cursor']}"
        address = urlsplit(page["next"])
        return f"{address.path}?{address.query}"


NoticeSystem = WebSystem[NoticeClients]


def _titles(page: Any) -> list[str]:
    return [each["title"] for each in page.get("items", page.get("results", []))]
