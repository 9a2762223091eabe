"""What organisations are to the district, and how their credit codes are made."""

import re
from enum import StrEnum

from stdnum.cn import uscc

from service.kit.actor import Function
from service.kit.texts import Worded


class OrganisationKind(StrEnum):
    """What an organisation is to the district."""

    OPERATOR = "operator"
    SOCIAL = "social"
    DEPARTMENT = "department"
    PROPERTY = "property"


class OrganisationForm(Worded):
    """What a social organisation is by law; a community's own group is only filed with its street (备案)."""

    ASSOCIATION = "association", "社会团体", "association"
    SERVICE_BODY = "service_body", "社会服务机构", "non-profit service body"
    FOUNDATION = "foundation", "基金会", "foundation"
    COMMUNITY_GROUP = "community_group", "社区社会组织", "community group"


class Standing(Worded):
    """Whether an organisation may act; one that is dissolved stays on record for what it did."""

    ACTIVE = "active", "正常", "active"
    SUSPENDED = "suspended", "暂停", "suspended"
    DISSOLVED = "dissolved", "已注销", "dissolved"


class MemberRight(Worded):
    """What a member may do in the organisation's name."""

    ROOMS = "rooms", "预约场地", "use rooms"
    PUBLISHING = "publishing", "发布", "publish"


# Who gives or takes a right has a duty in its matters.
FUNCTION_OF = {MemberRight.ROOMS: Function.ROOMS, MemberRight.PUBLISHING: Function.NOTICES}


# Authority and type may be letters (N2 is a village's economic cooperative), which stdnum's own check refuses;
# its check character is the standard's (GB 32100-2015).
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def is_credit_code(code: str) -> bool:
    """Whether it is a unified social credit code (统一社会信用代码) with the right check character."""
    return bool(_CREDIT_CODE.fullmatch(code)) and uscc.calc_check_digit(code) == code[-1]
