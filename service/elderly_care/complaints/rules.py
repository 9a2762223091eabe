"""What is complained of, how soon it is answered, where a complaint stands and moves to, and who hears that it is late."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from service.elderly_care.complaints.errors import (
    ImpossibleSource,
    NotAnsweredYet,
    ReopenedBefore,
    TooLateToReopen,
)
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.texts import Worded


class ComplaintCategory(Worded):
    """What is complained of."""

    QUALITY = "quality", "服务质量", "how it was done"
    ATTITUDE = "attitude", "服务态度", "how they behaved"
    PUNCTUALITY = "punctuality", "迟到或未上门", "late or not there"
    CHARGES = "charges", "收费", "what was charged"
    PROPERTY = "property", "财物损坏或遗失", "something broken or missing"
    PRIVACY = "privacy", "泄露隐私", "what was told to others"
    SAFETY = "safety", "安全或受伤", "danger or injury"
    OTHER = "other", "其他", "something else"


class Urgency(Worded):
    """How soon a complaint is answered (handbook §5.2)."""

    URGENT = "urgent", "紧急", "urgent"
    ORDINARY = "ordinary", "一般", "ordinary"
    COMPLEX = "complex", "复杂", "complex"


class ComplaintSource(Worded):
    """How a complaint came in."""

    APP = "app", "小程序", "in the app"
    PHONE = "phone", "电话", "by telephone"
    DOORSTEP = "doorstep", "上门", "at the door"


class ComplaintStatus(Worded):
    """Where a complaint stands."""

    OPEN = "open", "待答复", "open"
    ANSWERED = "answered", "已答复", "answered"
    CLOSED = "closed", "已办结", "closed"
    REOPENED = "reopened", "重新提出", "reopened"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Outcome(Worded):
    """What was found."""

    FOUNDED = "founded", "属实", "founded"
    UNFOUNDED = "unfounded", "不属实", "unfounded"
    SETTLED = "settled", "已和解", "settled"


class StepKind(Worded):
    """What was done about a complaint after it was made."""

    REPLY = "reply", "机构答复", "the operator's reply"
    CLOSE = "close", "社区办结", "closed by the community"
    REOPEN = "reopen", "重新提出", "reopened"
    WITHDRAW = "withdraw", "撤回", "withdrawn"


WITH_OPERATOR = frozenset({ComplaintStatus.OPEN, ComplaintStatus.REOPENED})
"""The states in which the operator owes an answer."""

UNFINISHED = WITH_OPERATOR | {ComplaintStatus.ANSWERED}

# What is neither danger nor a matter of accounts and proofs is ordinary.
_URGENCY: Mapping[ComplaintCategory, Urgency] = {
    ComplaintCategory.SAFETY: Urgency.URGENT,
    ComplaintCategory.CHARGES: Urgency.COMPLEX,
    ComplaintCategory.PROPERTY: Urgency.COMPLEX,
}
# From where a complaint may come to where; what is not here can not be done.
MOVES: Mapping[ComplaintStatus, frozenset[ComplaintStatus]] = {
    ComplaintStatus.ANSWERED: WITH_OPERATOR,
    ComplaintStatus.CLOSED: UNFINISHED,
    ComplaintStatus.REOPENED: frozenset({ComplaintStatus.CLOSED}),
    ComplaintStatus.WITHDRAWN: UNFINISHED,
}


def check_move(status: ComplaintStatus, to: ComplaintStatus) -> None:
    """Raise WrongState unless a complaint may move so."""
    if to not in MOVES or status not in MOVES[to]:
        raise WrongState(state=status)


def check_close(status: ComplaintStatus, due_on: date | None, today: date) -> None:
    """Raise unless it may be closed: answered, or left unanswered beyond its day. Raises WrongState, NotAnsweredYet."""
    check_move(status, ComplaintStatus.CLOSED)
    if status in WITH_OPERATOR and not is_overdue(status, due_on, today):
        raise NotAnsweredYet


def check_reopen(
    status: ComplaintStatus, closed_at: datetime | None, now: datetime, days: int, *, reopened_before: bool
) -> None:
    """Raise unless it may be reopened: once, soon after its end. Raises WrongState, ReopenedBefore, TooLateToReopen."""
    check_move(status, ComplaintStatus.REOPENED)
    if reopened_before:
        raise ReopenedBefore
    if closed_at is None or local_date(now) > reopen_until(closed_at, days):
        raise TooLateToReopen(days=days)


def reopen_until(closed_at: datetime, days: int) -> date:
    """The last day on which a closed complaint may be reopened."""
    return local_date(closed_at) + timedelta(days=days)


def urgency_of(category: ComplaintCategory, *, is_urgent: bool) -> Urgency:
    """How soon a complaint of this kind is answered; whoever says that it is urgent is believed."""
    return Urgency.URGENT if is_urgent else _URGENCY.get(category, Urgency.ORDINARY)


def reply_by(today: date, urgency: Urgency, days: Mapping[Urgency, int]) -> date:
    """The last day for an answer: working days, but what is urgent does not wait for Monday."""
    if urgency is Urgency.URGENT:
        return today + timedelta(days=days[urgency])
    return working_day_after(today, days[urgency])


def is_overdue(status: ComplaintStatus, due_on: date | None, today: date) -> bool:
    """Whether the present step is late."""
    return status in UNFINISHED and due_on is not None and due_on < today


def is_for_district(due_on: date, today: date, working_days: int) -> bool:
    """Whether what is late has been so for longer than the street has to see to it."""
    return working_day_after(due_on, working_days) < today


def source_of(told: ComplaintSource | None, *, entered_by_staff: bool) -> ComplaintSource:
    """How it came in: who speaks for themself uses the app, a worker has heard it. Raises ImpossibleSource."""
    if not entered_by_staff:
        return ComplaintSource.APP
    if told is ComplaintSource.APP:
        raise ImpossibleSource(field="source")
    return told or ComplaintSource.PHONE
