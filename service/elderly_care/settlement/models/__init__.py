"""Tables of settlements."""

from service.elderly_care.settlement.models.lines import (
    SettlementCheck,
    SettlementLine,
    SettlementPart,
    SettlementRemark,
)
from service.elderly_care.settlement.models.policies import DeductionVersion
from service.elderly_care.settlement.models.settlements import (
    Settlement,
    SettlementBatch,
    SettlementReturnReason,
    SettlementShare,
    SettlementTerms,
)

__all__ = [
    "DeductionVersion",
    "Settlement",
    "SettlementBatch",
    "SettlementCheck",
    "SettlementLine",
    "SettlementPart",
    "SettlementRemark",
    "SettlementReturnReason",
    "SettlementShare",
    "SettlementTerms",
]
