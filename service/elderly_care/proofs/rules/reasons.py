"""Why a visit was not served, what happened at one, how one is confirmed; and what is done about it."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from service.elderly_care.alarms.rules import AlarmKind
from service.kit.texts import Worded


class NotServedReason(Worded):
    """Why a visit that was due was not served."""

    NOBODY_HOME = "nobody_home", "家中无人", "nobody was home"
    DOOR_SHUT = "door_shut", "敲门不应", "the door stayed shut"
    REFUSED = "refused", "老人拒绝", "the elder refused"
    HOSPITAL = "hospital", "老人住院", "the elder is in hospital"
    WEATHER = "weather", "天气原因", "the weather"
    CAREGIVER = "caregiver", "护理员原因", "the caregiver"
    OTHER = "other", "其他", "something else"


class IncidentKind(Worded):
    """What happened at a visit that others must know of."""

    FALL = "fall", "跌倒", "a fall"
    UNWELL = "unwell", "身体不适", "feeling unwell"
    DOOR_SHUT = "door_shut", "敲门不应", "the door stays shut"
    AGGRESSION = "aggression", "言语或肢体冲突", "aggression"
    PROPERTY = "property", "财物损坏或丢失", "damage or loss"
    OTHER = "other", "其他", "something else"


# What may cost a life: help is called at once.
RINGS: dict[IncidentKind, AlarmKind] = {
    IncidentKind.FALL: AlarmKind.FALL,
    IncidentKind.UNWELL: AlarmKind.UNWELL,
    IncidentKind.DOOR_SHUT: AlarmKind.DOOR_SHUT,
}


class ConfirmationWay(Worded):
    """How it was confirmed that a visit was made; silence says nothing of how it was."""

    ELDER = "elder", "老人确认", "by the elder"
    PROXY = "proxy", "代办人确认", "by a proxy"
    PHONE = "phone", "社区电话回访", "by a worker's phone call"
    SILENCE = "silence", "逾期未反馈", "by silence"


class AmendmentStatus(Worded):
    """Where an amendment stands."""

    APPLIED = "applied", "已生效", "applied"
    PENDING = "pending", "待审批", "waits for approval"
    REJECTED = "rejected", "未通过", "rejected"


class ClimbStep(StrEnum):
    """To whom a missed visit that nobody explains has climbed."""

    DISPATCHER = "dispatcher"
    WORKER = "worker"
    STREET = "street"


def rings(kind: IncidentKind) -> bool:
    """Whether help is called at once."""
    return kind in RINGS


def needs_approval(occurs_on: date, today: date, free_days: int) -> bool:
    """Whether a visit lies so far back that its operator can not amend it alone."""
    return today > occurs_on + timedelta(days=free_days)


def are_told_once(codes: Collection[str]) -> bool:
    """Whether a list names each of its codes once."""
    return len(set(codes)) == len(codes)
