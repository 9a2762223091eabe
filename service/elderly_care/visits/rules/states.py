"""Where a visit stands and which act moves it."""

from collections.abc import Mapping
from enum import StrEnum

from service.kit.errors import WrongState
from service.kit.texts import Worded


class VisitStatus(Worded):
    """Where a visit stands."""

    PLANNED = "planned", "待派工", "planned"
    ASSIGNED = "assigned", "已派工", "assigned"
    IN_PROGRESS = "in_progress", "服务中", "in progress"
    DONE = "done", "待确认", "done"
    CONFIRMED = "confirmed", "已确认", "confirmed"
    MISSED = "missed", "漏访", "missed"
    NOT_SERVED = "not_served", "未服务", "not served"
    CANCELLED = "cancelled", "已取消", "cancelled"


class VisitCancellation(Worded):
    """Why a visit was taken off before it began."""

    PLAN_CHANGED = "plan_changed", "计划变更", "the plan changed"
    PLAN_PAUSED = "plan_paused", "计划暂停", "the plan is paused"
    PLAN_ENDED = "plan_ended", "计划结束", "the plan ended"
    ELDER_ASKED = "elder_asked", "老人要求", "the elder asked"
    OPERATOR = "operator", "机构原因", "the operator called it off"
    OTHER_DAY = "other_day", "已改期", "made another day"


class RoundStatus(Worded):
    """Where a round or a session stands."""

    PLANNED = "planned", "待派工", "planned"
    ASSIGNED = "assigned", "已派工", "assigned"
    DONE = "done", "已完成", "done"
    CANCELLED = "cancelled", "已取消", "cancelled"


class Act(StrEnum):
    """What can be done to a visit; `miss` and `settle` are done by the clock."""

    ASSIGN = "assign"
    UNASSIGN = "unassign"
    CHECK_IN = "check_in"
    FINISH = "finish"
    CONFIRM = "confirm"
    SETTLE = "settle"
    MISS = "miss"
    NOT_SERVE = "not_serve"
    CANCEL = "cancel"


STANDING = frozenset({VisitStatus.PLANNED, VisitStatus.ASSIGNED, VisitStatus.IN_PROGRESS})
"""The states in which a visit is still to be made or being made."""

NOT_BEGUN = frozenset({VisitStatus.PLANNED, VisitStatus.ASSIGNED})

_NEXT: Mapping[Act, Mapping[VisitStatus, VisitStatus]] = {
    Act.ASSIGN: {
        VisitStatus.PLANNED: VisitStatus.ASSIGNED,
        VisitStatus.ASSIGNED: VisitStatus.ASSIGNED,
        VisitStatus.MISSED: VisitStatus.ASSIGNED,
    },
    Act.UNASSIGN: {
        VisitStatus.PLANNED: VisitStatus.PLANNED,
        VisitStatus.ASSIGNED: VisitStatus.PLANNED,
        VisitStatus.MISSED: VisitStatus.PLANNED,
    },
    # What arrives late is accepted for any visit that was the caregiver's at that time, whatever became of it since.
    Act.CHECK_IN: {
        VisitStatus.PLANNED: VisitStatus.IN_PROGRESS,
        VisitStatus.ASSIGNED: VisitStatus.IN_PROGRESS,
        VisitStatus.IN_PROGRESS: VisitStatus.IN_PROGRESS,
        VisitStatus.MISSED: VisitStatus.IN_PROGRESS,
        VisitStatus.NOT_SERVED: VisitStatus.IN_PROGRESS,
        VisitStatus.CANCELLED: VisitStatus.IN_PROGRESS,
    },
    Act.FINISH: {
        VisitStatus.PLANNED: VisitStatus.DONE,
        VisitStatus.ASSIGNED: VisitStatus.DONE,
        VisitStatus.IN_PROGRESS: VisitStatus.DONE,
        VisitStatus.MISSED: VisitStatus.DONE,
        VisitStatus.NOT_SERVED: VisitStatus.DONE,
        VisitStatus.CANCELLED: VisitStatus.DONE,
    },
    Act.CONFIRM: {VisitStatus.DONE: VisitStatus.CONFIRMED},
    Act.SETTLE: {VisitStatus.DONE: VisitStatus.CONFIRMED},
    Act.MISS: {VisitStatus.PLANNED: VisitStatus.MISSED, VisitStatus.ASSIGNED: VisitStatus.MISSED},
    Act.NOT_SERVE: {
        VisitStatus.PLANNED: VisitStatus.NOT_SERVED,
        VisitStatus.ASSIGNED: VisitStatus.NOT_SERVED,
        VisitStatus.IN_PROGRESS: VisitStatus.NOT_SERVED,
        # What was said at the door may arrive after the mark of leaving it, or after the visit was called off.
        VisitStatus.DONE: VisitStatus.NOT_SERVED,
        VisitStatus.MISSED: VisitStatus.NOT_SERVED,
        VisitStatus.CANCELLED: VisitStatus.NOT_SERVED,
    },
    Act.CANCEL: {
        VisitStatus.PLANNED: VisitStatus.CANCELLED,
        VisitStatus.ASSIGNED: VisitStatus.CANCELLED,
        VisitStatus.MISSED: VisitStatus.CANCELLED,
    },
}


def is_possible(status: VisitStatus, act: Act) -> bool:
    """Whether a visit in this state lets itself be treated so."""
    return status in _NEXT[act]


def after(status: VisitStatus, act: Act) -> VisitStatus:
    """Where a visit stands after the act. Raises WrongState."""
    if not is_possible(status, act):
        raise WrongState(state=status)
    return _NEXT[act][status]
