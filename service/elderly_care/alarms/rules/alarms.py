"""What kinds of alarms there are, where one comes from, and how it goes on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from service.kit.errors import WrongState
from service.kit.texts import Worded


class AlarmKind(Worded):
    """What somebody needs help with."""

    FALL = "fall", "跌倒", "a fall"
    UNWELL = "unwell", "身体不适", "feeling unwell"
    DOOR_SHUT = "door_shut", "敲门不应", "the door stays shut"
    NO_SIGN_OF_LIFE = "no_sign_of_life", "长时间无活动", "no sign of life"
    FIRE_OR_GAS = "fire_or_gas", "火情或燃气", "fire or gas"
    MISSING = "missing", "走失", "missing"
    HELP_BUTTON = "help_button", "按下呼叫按钮", "the help button"
    OTHER = "other", "其他", "something else"


class AlarmSource(Worded):
    """From where an alarm came; `caregiver` is said by the service itself, of a visit."""

    BUTTON = "button", "一键呼叫", "the button"
    PHONE = "phone", "电话", "a phone call"
    DEVICE = "device", "智能设备", "a device"
    BYSTANDER = "bystander", "邻居或路人", "a bystander"
    CAREGIVER = "caregiver", "护理员", "a caregiver"


# What a client may say; the rest is ours to say.
TOLD_SOURCES = frozenset(AlarmSource) - {AlarmSource.CAREGIVER}


class AlarmStatus(Worded):
    """Where an alarm stands."""

    RINGING = "ringing", "呼叫中", "ringing"
    ACKNOWLEDGED = "acknowledged", "已接警", "acknowledged"
    CLOSED = "closed", "已处置", "closed"


class AlarmOutcome(Worded):
    """What came of an alarm."""

    HELPED_ON_THE_SPOT = "helped_on_the_spot", "现场已帮助", "helped on the spot"
    AMBULANCE = "ambulance", "已送 120 急救", "an ambulance came"
    POLICE = "police", "已由 110 处理", "the police came"
    FIRE_BRIGADE = "fire_brigade", "已由 119 处理", "the fire brigade came"
    FAMILY_CAME = "family_came", "家属已到场", "family came"
    NOTHING_FOUND = "nothing_found", "现场无异常", "nothing was found"
    FALSE_ALARM = "false_alarm", "误报", "a false alarm"
    OTHER = "other", "其他", "something else"


class AlarmEventKind(StrEnum):
    """What happens to an alarm."""

    RAISED = "raised"
    REPEATED = "repeated"
    ACKNOWLEDGED = "acknowledged"
    FORGOTTEN = "forgotten"
    CLOSED = "closed"


STANDING = frozenset({AlarmStatus.RINGING, AlarmStatus.ACKNOWLEDGED})
# From where an alarm may come to where; one that was acknowledged and forgotten rings again.
MOVES: Mapping[AlarmStatus, frozenset[AlarmStatus]] = {
    AlarmStatus.RINGING: frozenset({AlarmStatus.ACKNOWLEDGED}),
    AlarmStatus.ACKNOWLEDGED: frozenset({AlarmStatus.RINGING}),
    AlarmStatus.CLOSED: STANDING,
}


def check_move(status: AlarmStatus, to: AlarmStatus) -> None:
    """Raise WrongState unless an alarm may move so."""
    if status not in MOVES[to]:
        raise WrongState(state=status)


def is_late(happened_at: datetime | None, now: datetime, late_minutes: int) -> bool:
    """Whether what a device tells happened too long ago to wake a street for it."""
    return happened_at is not None and happened_at < now - timedelta(minutes=late_minutes)
