"""Where a visit stands, and what changes a life so much that somebody looks in soon."""

from datetime import datetime

from service.elderly_care.alarms.rules import AlarmOutcome
from service.kit.errors import WrongState
from service.kit.texts import Worded


class WelfareStatus(Worded):
    """Where a visit stands."""

    DUE = "due", "待探访", "due"
    DONE = "done", "已探访", "done"
    DROPPED = "dropped", "已取消", "dropped"


class ChangeKind(Worded):
    """A major change in somebody's life."""

    HOSPITAL_RETURN = "hospital_return", "出院回家", "back from hospital"
    BEREAVEMENT = "bereavement", "同住人去世", "death of who they lived with"
    LEFT_ALONE = "left_alone", "户主迁出", "the householder has left"
    ALARM = "alarm", "发生过紧急呼叫", "an alarm"
    MOVED = "moved", "搬家", "moved"
    OTHER = "other", "其他变故", "something else"


_NOTHING_HAPPENED = frozenset({AlarmOutcome.FALSE_ALARM, AlarmOutcome.NOTHING_FOUND})


def is_change(outcome: str) -> bool:
    """Whether an alarm with this outcome is a major change."""
    return AlarmOutcome(outcome) not in _NOTHING_HAPPENED


def check_open(status: WelfareStatus, closed_at: datetime | None, at: datetime) -> None:
    """Raise WrongState for a try at a visit that was over by then; who tried before that could not know."""
    if status is not WelfareStatus.DUE and (closed_at is None or at >= closed_at):
        raise WrongState(state=status)
