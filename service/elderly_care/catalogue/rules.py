"""What a service is: its category, how it is given, what it asks of a caregiver, whether somebody is assessed first."""

from collections.abc import Collection

from service.elderly_care.catalogue.errors import NeedsDays
from service.kit.texts import Worded

CODE_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"
LONGEST_MINUTES = 720
HIGHEST_FEN = 100_000_00


class ServiceCategory(Worded):
    """The seven kinds of service of GB/T 43153-2023."""

    DAILY_LIVING = "daily_living", "生活照料", "daily living"
    BASIC_CARE = "basic_care", "基础照护", "basic care"
    HEALTH_MANAGEMENT = "health_management", "健康管理", "health management"
    CARING_VISIT = "caring_visit", "探访关爱", "caring visit"
    EMOTIONAL_SUPPORT = "emotional_support", "精神慰藉", "emotional support"
    ERRANDS = "errands", "委托代办", "errands"
    HOME_ADAPTATION = "home_adaptation", "家庭生活环境适老化改造", "adaptation of the home"


class Aid(Worded):
    """The six aids (六助) by which residents know the services."""

    MEALS = "meals", "助餐", "meals"
    BATHING = "bathing", "助浴", "bathing"
    CLEANING = "cleaning", "助洁", "cleaning"
    MOBILITY = "mobility", "助行", "getting about"
    EMERGENCY = "emergency", "助急", "emergencies"
    MEDICAL = "medical", "助医", "seeing a doctor"


class Mode(Worded):
    """How a service is given, which decides how it is proved."""

    HOME_VISIT = "home_visit", "上门服务", "home visit"
    DELIVERY_ROUND = "delivery_round", "集中配送", "delivery round"
    CENTRE_SESSION = "centre_session", "中心服务", "session at the centre"
    PHONE = "phone", "电话服务", "call"


class Payer(Worded):
    """Who pays for a service."""

    SUBSIDY = "subsidy", "补贴", "subsidy"
    INSURANCE = "insurance", "长期护理保险", "long-term care insurance"
    SELF_PAY = "self_pay", "自费", "self-paid"


class AssessmentNeed(Worded):
    """Whether somebody is assessed before they get a service: first, within some days of the request, or not at all."""

    REQUIRED = "required", "先评估", "required"
    WITHIN_DAYS = "within_days", "限期评估", "within days"
    NOT_REQUIRED = "not_required", "无需评估", "not required"


class Skill(Worded):
    """What a caregiver must be able to do; those of `CERTIFIED` need a certificate."""

    HOUSEKEEPING = "housekeeping", "家政", "housekeeping"
    COOKING = "cooking", "烹饪", "cooking"
    PERSONAL_CARE = "personal_care", "生活照护", "personal care"
    BATHING = "bathing", "助浴", "bathing"
    NURSING = "nursing", "护理", "nursing"
    DEMENTIA_CARE = "dementia_care", "认知症照护", "dementia care"
    REHABILITATION = "rehabilitation", "康复训练", "rehabilitation"
    COUNSELLING = "counselling", "心理慰藉", "counselling"
    ACCOMPANYING = "accompanying", "陪同就医", "going to the doctor with somebody"
    FIRST_AID = "first_aid", "急救", "first aid"
    DIALECT = "dialect", "宁波话", "Ningbo dialect"


CERTIFIED = frozenset(
    {
        Skill.PERSONAL_CARE,
        Skill.BATHING,
        Skill.NURSING,
        Skill.DEMENTIA_CARE,
        Skill.REHABILITATION,
        Skill.FIRST_AID,
    }
)


def check_needs(needs: Collection[tuple[Payer, AssessmentNeed, int | None]]) -> None:
    """Days are given where an assessment follows within days, and only there, each payer once; raises NeedsDays."""
    payers = [payer for payer, _, _ in needs]
    if len(set(payers)) < len(payers):
        raise NeedsDays(field="assessment")
    for _, need, within_days in needs:
        if (need is AssessmentNeed.WITHIN_DAYS) is (within_days is None):
            raise NeedsDays(field="assessment")
