"""A storm: many clients at once, each with wishes of its own, and what they were told."""

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from tests.storms.speaker import Answer, Speaker, Wish

# What a client wants, one wish after another; what it was told may decide what comes next.
Script = Generator[Wish, Answer, None]
# For a booking that is made; what becomes of it later is answered with 200.
_CREATED = 201


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of every wish, and everything the clients heard on the way."""

    told: list[tuple[Wish, Answer]]
    heard: list[Answer]
    lost: int

    @property
    def acknowledged(self) -> list[str]:
        """The ids of what was made, one for each wish that was granted."""
        return [answer.body["id"] for _, answer in self.told if answer.status == _CREATED]

    @property
    def refusals(self) -> Counter[str]:
        return Counter(answer.code for _, answer in self.told if not answer.is_success)

    def followed_by(self, other: "Outcome") -> "Outcome":
        """Both storms as one."""
        return Outcome(self.told + other.told, self.heard + other.heard, self.lost + other.lost)

    def answers_with(self, statuses: range) -> list[Answer]:
        return [answer for answer in self.heard if answer.status in statuses]


class Storm:
    """Clients that run until all their wishes are answered; `answered` counts on the way."""

    def __init__(self, ports: Sequence[int], clients: Sequence[Script | Sequence[Wish]]) -> None:
        self._speakers = [Speaker(ports, turn=number) for number in range(len(clients))]
        self._scripts = [each if isinstance(each, Generator) else whatever(each) for each in clients]
        self._told: list[tuple[Wish, Answer]] = []
        self._enough = threading.Condition()
        self._begin = threading.Barrier(len(clients))

    def run(self) -> Outcome:
        """Let all clients begin at once and wait for the last."""
        with ThreadPoolExecutor(len(self._scripts)) as clients:
            list(clients.map(self._speak, self._speakers, self._scripts))
        heard = [answer for speaker in self._speakers for answer in speaker.answers]
        return Outcome(self._told, heard, sum(speaker.lost for speaker in self._speakers))

    def await_answers(self, count: int) -> None:
        """Wait until so many wishes are answered, which tells a test that the storm is at its height."""
        with self._enough:
            self._enough.wait_for(lambda: len(self._told) >= count, timeout=60)

    def _speak(self, speaker: Speaker, script: Script) -> None:
        self._begin.wait()
        try:
            with suppress(StopIteration):
                wish = next(script)
                while True:
                    answer = speaker.ask(wish)
                    with self._enough:
                        self._told.append((wish, answer))
                        self._enough.notify_all()
                    wish = script.send(answer)
        finally:
            speaker.close()


def whatever(wishes: Iterable[Wish]) -> Script:
    """These wishes, whatever is answered."""
    for wish in wishes:  # noqa: UP028 - what is delegated to would have to take the answers
        yield wish


def cancelling(wishes: Iterable[Wish], *, every: int) -> Script:
    """These wishes for bookings; what every so many-th of them got is cancelled again."""
    for number, wish in enumerate(wishes):
        answer = yield wish
        if answer.is_success and number % every == 0:
            path = f"/bookings/{answer.body['id']}/cancel"
            yield Wish(wish.token, path, {"reason": "改期"}, f"{wish.key}-cancel", wish.is_twin)
