"""Calls to an identity provider: asked again only where that is safe."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from service.accounts.errors import IdentityProviderDown
from service.accounts.identity import Door
from service.kit.calling import Line, NoAnswer, NotReached

log = structlog.get_logger()

TRIES = 3
_PAUSE_SECONDS = 0.2
_RETRY_AFTER = 10
_CODE = re.compile(r"[\w.:-]{1,64}", re.ASCII)

Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Question:
    """One call. `harmless` ones may be asked again although the first might have arrived."""

    method: str
    address: str
    headers: Callable[[], Mapping[str, str]] = field(default=dict)
    fields: Mapping[str, str] | None = None
    body: bytes | None = None
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, and the JSON object in it or an empty one."""

    status: int
    body: Mapping[str, Any] = field(repr=False)


class Caller:
    """Speaks to one provider over kept connections."""

    def __init__(
        self, door: Door, timeout_seconds: float, connections: int, pause: Pause = time.sleep
    ) -> None:
        self.door = door
        self._pause = pause
        self._line = Line(timeout_seconds, connections)

    def ask(self, question: Question) -> Answer:
        """Ask, up to three times where that is safe; raises IdentityProviderDown."""
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                answer = self.once(question)
            except NotReached:
                answer = None
            except IdentityProviderDown:
                if last or not question.harmless:
                    raise
                answer = None
            if answer is not None:
                return answer
            if not last:
                self.wait(attempt)
        raise self.down("not_reached")

    def once(self, question: Question) -> Answer:
        """Ask once; raises IdentityProviderDown when there is no answer or the provider has failed.

        Raises NotReached where the question never got there, so that a code in it is still good.
        """
        try:
            answer = self._line.ask(
                question.method,
                question.address,
                headers=question.headers(),
                fields=question.fields,
                body=question.body,
            )
        except NotReached:
            raise
        except NoAnswer as failure:
            raise self.down(failure.why) from None
        if answer.status >= 500:
            raise self.down("failed", status=answer.status)
        return Answer(answer.status, _object_in(answer.body))

    def wait(self, attempt: int) -> None:
        """A little longer each time."""
        self._pause(_PAUSE_SECONDS * 2**attempt)

    def down(self, why: str, **facts: object) -> IdentityProviderDown:
        """Log that the provider is of no use now, and the refusal to raise for it."""
        log.error("identity_provider_down", provider=self.door.value, why=why, **facts)
        return IdentityProviderDown(retry_after=_RETRY_AFTER, provider=self.door.words)

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()


def harmless_code(value: object) -> str:
    """An error code of theirs, fit for the log; anything that does not look like one may hold what it should not."""
    text = str(value)
    return text if _CODE.fullmatch(text) else "unreadable"


def _object_in(read: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(read)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
