"""Where a request stands and moves to, where it came from, and whose turn it is."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from service.elderly_care.catalogue.rules import AssessmentNeed
from service.kit.errors import WrongState
from service.kit.texts import Worded


class RequestStatus(Worded):
    """Where a request stands."""

    SUBMITTED = "submitted", "已提交", "submitted"
    ACCEPTED = "accepted", "已受理", "accepted"
    REJECTED = "rejected", "不予受理", "rejected"
    ASSESSED = "assessed", "已评估", "assessed"
    ASSIGNED = "assigned", "已分派机构", "assigned"
    ACTIVE = "active", "服务中", "active"
    CLOSED = "closed", "已结束", "closed"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class RequestSource(Worded):
    """Who brought a request in."""

    ELDER = "elder", "本人", "the elder"
    PROXY = "proxy", "代办人", "a proxy"
    WORKER = "worker", "社区登记", "a worker"
    DISPATCHER = "dispatcher", "机构电话受理", "a dispatcher for a caller"


class EligibilityClass(Worded):
    """By which class somebody stands in the queue, the first before the next (handbook §3.7)."""

    DESTITUTE = "destitute", "特困", "in extreme hardship"
    LOW_INCOME = "low_income", "低保低边", "on a low income"
    DISABLED_BY_AGE = "disabled_by_age", "失能失智", "not able to care for themself"
    OLD_AND_ALONE = "old_and_alone", "高龄独居", "very old and alone"
    OLD_AND_LEFT = "old_and_left", "高龄空巢", "very old, children away"
    HANDICAPPED = "handicapped", "残疾", "disabled"
    LOST_CHILD = "lost_child", "计生特殊家庭", "lost an only child"
    VETERAN = "veteran", "优抚", "veteran"
    ORDINARY = "ordinary", "一般", "ordinary"


class KeyHolder(Worded):
    """Who opens the door."""

    ELDER = "elder", "老人自己", "the elder"
    FAMILY = "family", "家属", "family"
    NEIGHBOUR = "neighbour", "邻居", "a neighbour"
    COMMUNITY = "community", "社区", "the community"
    OPERATOR = "operator", "机构", "the operator"


_MODERATELY_DISABLED = 2
_WAITING = frozenset(
    {RequestStatus.SUBMITTED, RequestStatus.ACCEPTED, RequestStatus.ASSESSED, RequestStatus.ASSIGNED}
)
# From where a request may come to where; what is not here can not be done.
MOVES: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.ACCEPTED: frozenset({RequestStatus.SUBMITTED}),
    RequestStatus.REJECTED: frozenset({RequestStatus.SUBMITTED}),
    RequestStatus.ASSESSED: frozenset({RequestStatus.ACCEPTED, RequestStatus.ASSIGNED, RequestStatus.ACTIVE}),
    RequestStatus.ASSIGNED: frozenset(
        {RequestStatus.SUBMITTED, RequestStatus.ASSESSED, RequestStatus.ASSIGNED}
    ),
    RequestStatus.ACTIVE: frozenset({RequestStatus.ASSIGNED}),
    RequestStatus.CLOSED: frozenset({RequestStatus.ACTIVE, RequestStatus.ASSIGNED}),
    RequestStatus.WITHDRAWN: _WAITING,
}


def check_move(status: RequestStatus, to: RequestStatus) -> None:
    """Raise WrongState unless a request may move so."""
    if status not in MOVES[to]:
        raise WrongState(state=status)


def eligibility(tags: Collection[str], level: int | None) -> EligibilityClass:
    """In which class somebody stands, by their tags of today and their assessed level: the first that fits."""
    very_old = "aged_80" in tags
    fits = {
        EligibilityClass.DESTITUTE: "extreme_hardship" in tags,
        EligibilityClass.LOW_INCOME: "low_income" in tags or "near_low_income" in tags,
        EligibilityClass.DISABLED_BY_AGE: level is not None and level >= _MODERATELY_DISABLED,
        EligibilityClass.OLD_AND_ALONE: very_old and "lives_alone" in tags,
        EligibilityClass.OLD_AND_LEFT: very_old and "empty_nest" in tags,
        EligibilityClass.HANDICAPPED: "disabled" in tags,
        EligibilityClass.LOST_CHILD: "lost_only_child" in tags,
        EligibilityClass.VETERAN: "veteran" in tags,
    }
    return next((each for each, holds in fits.items() if holds), EligibilityClass.ORDINARY)


def rank(eligible: EligibilityClass) -> int:
    """The place of a class in the queue, from 0."""
    return list(EligibilityClass).index(eligible)


def strictest(needs: Collection[tuple[AssessmentNeed, int | None]]) -> tuple[AssessmentNeed, int | None]:
    """What several services ask for together: the strictest need, and of days the fewest."""
    if any(need is AssessmentNeed.REQUIRED for need, _ in needs):
        return AssessmentNeed.REQUIRED, None
    days = [within for need, within in needs if need is AssessmentNeed.WITHIN_DAYS and within is not None]
    return (AssessmentNeed.WITHIN_DAYS, min(days)) if days else (AssessmentNeed.NOT_REQUIRED, None)


def assess_by(today: date, need: tuple[AssessmentNeed, int | None]) -> date | None:
    """Until when an assessment follows that need not come first."""
    kind, days = need
    return today + timedelta(days=days or 0) if kind is AssessmentNeed.WITHIN_DAYS else None
