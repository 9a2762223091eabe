"""Facts about alarms that other rooms act on."""

from uuid import UUID

from service.kit.messages import message


@message
class AlarmClosed:
    """Somebody has closed an alarm, with what came of it."""

    alarm_id: UUID
    elder_id: UUID
    outcome: str
