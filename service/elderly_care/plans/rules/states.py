"""Where a plan and its versions stand, how they may move, and how an agreement is given."""

from collections.abc import Iterable, Mapping
from datetime import date

from service.elderly_care.plans.rules.recurrence import Pause, covers
from service.kit.errors import WrongState
from service.kit.texts import Worded


class PlanStatus(Worded):
    """Where a plan stands."""

    DRAFT = "draft", "草拟中", "draft"
    OFFERED = "offered", "待确认", "offered"
    ACTIVE = "active", "服务中", "active"
    PAUSED = "paused", "已暂停", "paused"
    ENDED = "ended", "已结束", "ended"


class VersionStatus(Worded):
    """Where a version of a plan's text stands."""

    OFFERED = "offered", "待确认", "offered"
    AGREED = "agreed", "已同意", "agreed"
    DECLINED = "declined", "未同意", "declined"
    LAPSED = "lapsed", "已失效", "lapsed"


class AgreementWay(Worded):
    """How a plan was agreed to; `handover` is the change of operator at the end of a contract, at no higher price."""

    APP = "app", "小程序", "in the app"
    SMS_CODE = "sms_code", "短信验证码", "by SMS code"
    PAPER = "paper", "纸质签字", "on paper"
    HANDOVER = "handover", "机构接续", "handed over"


class PauseReason(Worded):
    """Why nobody is visited for a time."""

    HOSPITAL = "hospital", "住院", "in hospital"
    AWAY = "away", "外出", "away"
    FAMILY = "family", "家人照料", "cared for by family"
    OTHER = "other", "其他", "other"


# From where a plan may come to where; what is not here can not be done.
MOVES: Mapping[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.OFFERED: frozenset({PlanStatus.DRAFT}),
    PlanStatus.DRAFT: frozenset({PlanStatus.OFFERED}),
    PlanStatus.ACTIVE: frozenset({PlanStatus.OFFERED, PlanStatus.PAUSED}),
    PlanStatus.PAUSED: frozenset({PlanStatus.ACTIVE}),
    PlanStatus.ENDED: frozenset({PlanStatus.DRAFT, PlanStatus.OFFERED, PlanStatus.ACTIVE, PlanStatus.PAUSED}),
}


def check_move(status: PlanStatus, to: PlanStatus) -> None:
    """Raise WrongState unless a plan may move so."""
    if status not in MOVES[to]:
        raise WrongState(state=status)


def is_paused(pauses: Iterable[Pause], day: date) -> bool:
    """Whether nobody is visited on a day."""
    return any(covers(pause, day) for pause in pauses)
