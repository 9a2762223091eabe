"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, time, timedelta

from service.kit.clock import at_local, local


class StoppedClock:
    """Starts on Monday 2026-03-02 at 09:00 in the district; moves only when told."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **amount: float) -> None:
        """Move by a timedelta's arguments, such as `minutes=10`."""
        self.moment += timedelta(**amount)

    def move_to(self, moment: datetime) -> None:
        self.moment = moment

    def today_at(self, clock_time: str, *, days: int = 0) -> datetime:
        """The moment when the district's clock shows `HH:MM` today, or some days later."""
        return at_local(local(self.moment).date() + timedelta(days=days), time.fromisoformat(clock_time))
