"""Counters for rate limits in this process's memory, for the library of limits to use.

The library's own storage looks through every key a hundred times a second in a thread that it starts anew each time:
with one key an account that is a core's work for a hundred thousand residents. This one forgets what is over only when
it has grown, so a request costs one look-up.
"""

import threading
import time

from limits.storage import Storage

_GROWN = 10_000


class Counters(Storage):
    """Fixed windows: key to (count, when it is over)."""

    STORAGE_SCHEME: list[str] | None = ["counters"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_: object) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._forget_at = _GROWN

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self._lock:
            count, over = self._counts.get(key, (0, 0.0))
            if over <= now:
                count, over = 0, now + expiry
            self._counts[key] = (count + amount, over)
            if len(self._counts) > self._forget_at:
                self._forget(now)
        return count + amount

    def get(self, key: str) -> int:
        count, over = self._counts.get(key, (0, 0.0))
        return count if over > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._lock:
            count = len(self._counts)
            self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)

    def _forget(self, now: float) -> None:
        self._counts = {key: each for key, each in self._counts.items() if each[1] > now}
        # Twice what stands: however many callers there are, the cost of forgetting stays small beside theirs.
        self._forget_at = max(_GROWN, 2 * len(self._counts))
