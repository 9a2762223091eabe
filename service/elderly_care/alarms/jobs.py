"""What alarms and devices ask for by the clock."""

from datetime import datetime

from service.elderly_care.alarms import actions
from service.kit.jobs import every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@every(seconds=30)
def ring_alarms(work: UnitOfWork) -> None:
    """Ring the next steps of alarms that nobody has answered, and again those that nobody has closed."""
    actions.ring_due(work)


@every(minutes=30)
def tell_of_silent_devices(work: UnitOfWork) -> None:
    """Tell the workers of devices that have fallen silent."""
    actions.tell_of_silence(work)


@kept_for("care_alarm_days")
def forget_alarms(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop alarms closed long ago."""
    return actions.forget_closed(work, oldest, limit)


@kept_for("care_alarm_days")
def forget_duties(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop rosters of long ago."""
    return actions.forget_duties(work, oldest, limit)


@kept_for("care_signal_days")
def forget_signals(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what devices told long ago."""
    return actions.forget_signals(work, oldest, limit)
