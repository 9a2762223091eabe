"""A storm: many clients at once, each with wishes of its own, and what they were told."""

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.storms.speaker import Answer, Speaker, Wish


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of every wish, and everything the clients heard on the way."""

    told: list[tuple[Wish, Answer]]
    heard: list[Answer]
    lost: int

    @property
    def acknowledged(self) -> list[str]:
        """The ids in the successes, one for each wish that was granted."""
        return [answer.body["id"] for _, answer in self.told if answer.is_success]

    @property
    def refusals(self) -> Counter[str]:
        return Counter(answer.code for _, answer in self.told if not answer.is_success)

    def answers_with(self, statuses: range) -> list[Answer]:
        return [answer for answer in self.heard if answer.status in statuses]


class Storm:
    """Clients that run until all their wishes are answered; `answered` counts on the way."""

    def __init__(
        self, ports: Sequence[int], wishes: Sequence[Sequence[Wish]], *, cancels_every: int = 0
    ) -> None:
        """With `cancels_every`, a client cancels what every so many-th of its wishes got."""
        self._speakers = [Speaker(ports, turn=number) for number in range(len(wishes))]
        self._wishes = wishes
        self._cancels_every = cancels_every
        self._told: list[tuple[Wish, Answer]] = []
        self._enough = threading.Condition()
        self._begin = threading.Barrier(len(wishes))

    def run(self) -> Outcome:
        """Let all clients begin at once and wait for the last."""
        with ThreadPoolExecutor(len(self._wishes)) as clients:
            list(clients.map(self._speak, self._speakers, self._wishes))
        heard = [answer for speaker in self._speakers for answer in speaker.answers]
        return Outcome(self._told, heard, sum(speaker.lost for speaker in self._speakers))

    def await_answers(self, count: int) -> None:
        """Wait until so many wishes are answered, which tells a test that the storm is at its height."""
        with self._enough:
            self._enough.wait_for(lambda: len(self._told) >= count, timeout=60)

    def _speak(self, speaker: Speaker, wishes: Sequence[Wish]) -> None:
        self._begin.wait()
        try:
            for number, wish in enumerate(wishes):
                answer = speaker.ask(wish)
                if answer.is_success and self._cancels_every and number % self._cancels_every == 0:
                    speaker.ask(_cancellation(wish, answer))
                with self._enough:
                    self._told.append((wish, answer))
                    self._enough.notify_all()
        finally:
            speaker.close()


def _cancellation(wish: Wish, answer: Answer) -> Wish:
    path = f"/bookings/{answer.body['id']}/cancel"
    return Wish(wish.token, path, {"reason": "改期"}, f"{wish.key}-cancel", wish.is_twin)
