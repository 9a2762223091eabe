"""By which steps a notice reaches, and when a household is reached."""

from collections.abc import Iterator
from enum import StrEnum

from service.kit.texts import Worded


class Step(Worded):
    """A step of the ladder, in this order; the last two are lists for workers."""

    MINI_PROGRAM = "mini_program", "小程序消息", "a message in the mini-program"
    SMS = "sms", "短信", "an SMS"
    VOICE = "voice", "语音电话", "an automatic call"
    CALL = "call", "待电话联系", "on the call list"
    DOORSTEP = "doorstep", "待上门", "on the doorstep list"


class Way(Worded):
    """How a household was reached."""

    CONFIRMED = "confirmed", "已确认", "confirmed in the mini-program"
    VOICE = "voice", "语音电话按键确认", "pressed 1 in an automatic call"
    CALL = "call", "电话告知", "told by telephone"
    DOORSTEP = "doorstep", "上门告知", "told at the door"


class WorkersWay(StrEnum):
    """How a worker has told somebody, which they note by hand; the other ways note themselves."""

    CALL = Way.CALL.value
    DOORSTEP = Way.DOORSTEP.value


LISTS = (Step.CALL, Step.DOORSTEP)
_ORDER = list(Step)


def steps_after(step: Step | None) -> Iterator[Step]:
    """The steps that are left to a household after this one; all before the first."""
    yield from _ORDER[0 if step is None else _ORDER.index(step) + 1 :]
