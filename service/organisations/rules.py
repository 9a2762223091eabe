"""What organisations are to the district, and how their credit codes are made."""

import re
from enum import StrEnum

from stdnum.cn import uscc


class OrganisationKind(StrEnum):
    """What an organisation is to the district."""

    OPERATOR = "operator"
    SOCIAL = "social"
    DEPARTMENT = "department"
    PROPERTY = "property"


# Authority and type may be letters (N2 is a village's economic cooperative), which stdnum's own check refuses;
# its check character is the standard's (GB 32100-2015).
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def is_credit_code(code: str) -> bool:
    """Whether it is a unified social credit code (统一社会信用代码) with the right check character."""
    return bool(_CREDIT_CODE.fullmatch(code)) and uscc.calc_check_digit(code) == code[-1]
