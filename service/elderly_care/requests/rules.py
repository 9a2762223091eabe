"""Where a request stands and moves to, where it came from, and what its services ask for together."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from service.elderly_care.catalogue.rules import AssessmentNeed
from service.kit.calendar import working_day_after
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


class KeyHolder(Worded):
    """Who opens the door."""

    ELDER = "elder", "老人自己", "the elder"
    FAMILY = "family", "家属", "family"
    NEIGHBOUR = "neighbour", "邻居", "a neighbour"
    COMMUNITY = "community", "社区", "the community"
    OPERATOR = "operator", "机构", "the operator"


# What is said of a request in one's own words.
FREE_WORDS = frozenset({"note", "wishes", "pets", "contacts"})
# A worker has read what was written, and goes on with it.
TAKEN_ON = frozenset(
    {
        RequestStatus.ACCEPTED,
        RequestStatus.ASSESSED,
        RequestStatus.ASSIGNED,
        RequestStatus.ACTIVE,
        RequestStatus.CLOSED,
    }
)
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


def is_for_street(assess_by: date, today: date, working_days: int) -> bool:
    """Whether an assessment is missing for longer than the community has to see to it."""
    return working_day_after(assess_by, working_days) < today
