"""How settlements move, what is deducted, and who pays what of a line."""

from service.elderly_care.settlement.rules.counting import (
    AMOUNTS,
    Amounts,
    MonthPurse,
    Owed,
    Part,
    Payable,
    SchemeMonth,
    owed,
    paid_by,
    pays_for,
)
from service.elderly_care.settlement.rules.deducting import (
    Deduction,
    DeductionPolicy,
    Policies,
    deductions,
)
from service.elderly_care.settlement.rules.states import (
    FROZEN,
    Step,
    after,
    check_draft,
    check_month,
    check_paid_on,
)
from service.elderly_care.settlement.rules.words import (
    BREACHES,
    CheckOutcome,
    CheckReason,
    DeductionReason,
    LineProof,
    SettlementStatus,
)

__all__ = [
    "AMOUNTS",
    "BREACHES",
    "FROZEN",
    "Amounts",
    "CheckOutcome",
    "CheckReason",
    "Deduction",
    "DeductionPolicy",
    "DeductionReason",
    "LineProof",
    "MonthPurse",
    "Owed",
    "Part",
    "Payable",
    "Policies",
    "SchemeMonth",
    "SettlementStatus",
    "Step",
    "after",
    "check_draft",
    "check_month",
    "check_paid_on",
    "deductions",
    "owed",
    "paid_by",
    "pays_for",
]
