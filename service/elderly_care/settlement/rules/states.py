"""How a settlement moves, and which months it may be for."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from service.elderly_care.settlement.errors import MonthNotOver, OutsideContract, PaymentDay
from service.elderly_care.settlement.rules.words import SettlementStatus
from service.kit.errors import WrongState
from service.kit.months import first_of, last_of, month_after


class Step(StrEnum):
    """What moves a settlement."""

    SUBMIT = "submit"
    RETURN = "return"
    CONFIRM = "confirm"
    APPROVE = "approve"
    PAY = "pay"


FROZEN = frozenset({SettlementStatus.APPROVED, SettlementStatus.PAID})
"""The states in which nothing of it changes any more."""

_NEXT: Mapping[Step, Mapping[SettlementStatus, SettlementStatus]] = {
    Step.SUBMIT: {SettlementStatus.DRAFT: SettlementStatus.SUBMITTED},
    Step.RETURN: {
        SettlementStatus.SUBMITTED: SettlementStatus.DRAFT,
        SettlementStatus.CONFIRMED: SettlementStatus.DRAFT,
    },
    Step.CONFIRM: {SettlementStatus.SUBMITTED: SettlementStatus.CONFIRMED},
    Step.APPROVE: {SettlementStatus.CONFIRMED: SettlementStatus.APPROVED},
    Step.PAY: {SettlementStatus.APPROVED: SettlementStatus.PAID},
}


def after(status: SettlementStatus, step: Step) -> SettlementStatus:
    """Where a settlement stands after a step; `confirm` is the last street's. Raises WrongState."""
    if status not in _NEXT[step]:
        raise WrongState(state=status)
    return _NEXT[step][status]


def check_draft(status: SettlementStatus) -> None:
    """Raise WrongState unless it may still be counted anew."""
    if status is not SettlementStatus.DRAFT:
        raise WrongState(state=status)


def check_month(month: date, today: date, starts_on: date, ends_on: date, late_months: int) -> None:
    """Raise unless a contract's month may be settled; after its end those in which late proofs still come.

    Raises MonthNotOver, OutsideContract.
    """
    if last_of(month) >= today:
        raise MonthNotOver(field="month")
    if not first_of(starts_on) <= month <= month_after(ends_on, late_months):
        raise OutsideContract(field="month", months=late_months)


def check_paid_on(paid_on: date, approved_on: date, today: date) -> None:
    """Raise PaymentDay unless it can have been paid on this day."""
    if not approved_on <= paid_on <= today:
        raise PaymentDay(field="paid_on")
