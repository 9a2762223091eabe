"""Words for what is on record about a person beside name and numbers (form A.2 of GB/T 42195-2022, without religion)."""

from collections.abc import Collection

from service.kit.texts import Worded
from service.residents.people.errors import LivingSituationContradicts

# The columns of a record that are asked for care and for how to speak with somebody; all may be unknown.
DETAILS = (
    "ethnicity",
    "education",
    "marital_status",
    "living_situation",
    "medical_payments",
    "income_sources",
    "language",
    "ui_style",
)


class Sex(Worded):
    """As the seventeenth character of an ID number says it (GB 11643)."""

    MALE = "male", "男", "male"
    FEMALE = "female", "女", "female"


class Education(Worded):
    """The highest schooling (A.2.8)."""

    NONE = "none", "文盲", "none"
    PRIMARY = "primary", "小学", "primary school"
    LOWER_SECONDARY = "lower_secondary", "初中", "lower secondary school"
    UPPER_SECONDARY = "upper_secondary", "高中/技校/中专", "upper secondary or vocational school"
    COLLEGE = "college", "大学专科及以上", "college or university"
    UNKNOWN = "unknown", "不详", "unknown"


class MaritalStatus(Worded):
    """As the person says it (A.2.10)."""

    UNMARRIED = "unmarried", "未婚", "unmarried"
    MARRIED = "married", "已婚", "married"
    WIDOWED = "widowed", "丧偶", "widowed"
    DIVORCED = "divorced", "离婚", "divorced"
    UNTOLD = "untold", "未说明", "not told"


class LivingSituation(Worded):
    """With whom somebody lives (A.2.9); several may hold, but `alone` and `institution` stand by themselves."""

    ALONE = "alone", "独居", "alone"
    SPOUSE = "spouse", "与配偶居住", "with spouse"
    CHILDREN = "children", "与子女居住", "with children"
    PARENTS = "parents", "与父母居住", "with parents"
    SIBLINGS = "siblings", "与兄弟姐妹居住", "with siblings"
    OTHER_RELATIVES = "other_relatives", "与其他亲属居住", "with other relatives"
    OTHERS = "others", "与非亲属关系的人居住", "with others"
    INSTITUTION = "institution", "养老机构", "in an institution for the elderly"


class MedicalPayment(Worded):
    """Who pays for medical treatment (A.2.11)."""

    EMPLOYEE_INSURANCE = "employee_insurance", "城镇职工基本医疗保险", "employees' basic insurance"
    RESIDENT_INSURANCE = "resident_insurance", "城乡居民基本医疗保险", "residents' basic insurance"
    SELF_PAID = "self_paid", "自费", "self-paid"
    CIVIL_SERVANT_AID = "civil_servant_aid", "公务员补助", "civil servants' aid"
    COMPANY_INSURANCE = "company_insurance", "企业补充保险", "company insurance"
    PUBLIC = "public", "公费医疗及医疗照顾对象", "publicly funded"
    MEDICAL_ASSISTANCE = "medical_assistance", "医疗救助", "medical assistance"
    SERIOUS_ILLNESS_INSURANCE = "serious_illness_insurance", "大病保险", "insurance for serious illness"


class IncomeSource(Worded):
    """What somebody lives on (A.2.12)."""

    PENSION = "pension", "退休金/养老金", "pension"
    CHILDREN = "children", "子女补贴", "children"
    RELATIVES_AND_FRIENDS = "relatives_and_friends", "亲友资助", "relatives and friends"
    STATE_SUBSIDY = "state_subsidy", "国家普惠型补贴", "general state subsidy"
    SAVINGS = "savings", "个人储蓄", "savings"
    OTHER_SUBSIDY = "other_subsidy", "其他补贴", "other subsidies"


class SpokenLanguage(Worded):
    """In what somebody is best spoken to."""

    MANDARIN = "mandarin", "普通话", "Mandarin"
    NINGBO = "ningbo", "宁波话", "the dialect of Ningbo"
    OTHER_DIALECT = "other_dialect", "其他方言", "another dialect"
    SIGN_LANGUAGE = "sign_language", "手语", "sign language"
    ENGLISH = "english", "英语", "English"


class UiStyle(Worded):
    """How screens are shown to somebody (长辈版)."""

    NORMAL = "normal", "标准版", "normal"
    ELDER = "elder", "长辈版", "for elders"


_BY_THEMSELVES = frozenset({LivingSituation.ALONE, LivingSituation.INSTITUTION})


def check_living_situation(several: Collection[LivingSituation], *, field: str) -> None:
    """Raise LivingSituationContradicts where somebody lives alone or in an institution, and with others."""
    if len(set(several)) > 1 and not _BY_THEMSELVES.isdisjoint(several):
        raise LivingSituationContradicts(field=field)
