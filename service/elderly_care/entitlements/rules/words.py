"""What is said of entitlements, in both languages."""

from service.kit.texts import Worded


class EntitlementStatus(Worded):
    """Where an application stands, and what became of it."""

    SUBMITTED = "submitted", "待镇街审核", "submitted"
    CHECKED = "checked", "已审核", "checked"
    PUBLICISED = "publicised", "公示", "publicised"
    GRANTED = "granted", "已核定", "granted"
    REFUSED = "refused", "未通过", "refused"
    STOPPED = "stopped", "已停发", "stopped"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Opinion(Worded):
    """What the street found."""

    MET = "met", "符合条件", "the conditions are met"
    NOT_MET = "not_met", "不符合条件", "the conditions are not met"


class Missing(Worded):
    """What a person must bring or do before anybody can decide."""

    ASSESSMENT = "assessment", "有效的能力评估", "an assessment that holds"


class Unit(Worded):
    """In what a month's entitlement is counted."""

    HOURS = "hours", "小时", "hours"
    FEN = "fen", "分", "fen"


class EntitlementStepKind(Worded):
    """What was done about an application or a grant."""

    CHECK = "check", "镇街审核", "checked by the street"
    PUBLICISE = "publicise", "公示", "publicised"
    GRANT = "grant", "核定", "granted"
    REFUSE = "refuse", "不予核定", "refused"
    STOP = "stop", "停发", "stopped"
    WITHDRAW = "withdraw", "撤回", "withdrawn"


class StopReason(Worded):
    """Why an entitlement ends before its last day."""

    DEATH = "death", "去世", "death"
    MOVED_AWAY = "moved_away", "迁出本区", "moved out of the district"
    NOT_ELIGIBLE = "not_eligible", "不再符合条件", "no longer eligible"
    GIVEN_UP = "given_up", "自愿放弃", "given up"
    MISTAKE = "mistake", "核定有误", "granted by mistake"
    OTHER = "other", "其他", "other"


class ObjectionWay(Worded):
    """How an objection came in."""

    PHONE = "phone", "电话", "by telephone"
    VISIT = "visit", "来访", "in person"
    LETTER = "letter", "书面", "in writing"


class ObjectionOutcome(Worded):
    """What came of an objection."""

    UPHELD = "upheld", "异议成立", "upheld"
    DISMISSED = "dismissed", "异议不成立", "dismissed"


class FindingKind(Worded):
    """What speaks against days that were granted."""

    DEATH = "death", "去世", "death"
    MOVED_AWAY = "moved_away", "迁出本区", "moved out of the district"
    HOSPITAL = "hospital", "住院", "in hospital"
    DOUBLE = "double", "重复享受", "granted twice to one person"


class FindingSource(Worded):
    """Where a finding was seen."""

    REGISTER = "register", "人口登记", "the register of residents"
    PLAN = "plan", "照护计划的暂停", "a pause of a care plan"
    MERGE = "merge", "档案合并", "two records that became one"


OPEN = frozenset({EntitlementStatus.SUBMITTED, EntitlementStatus.CHECKED, EntitlementStatus.PUBLICISED})
IN_FORCE = frozenset({EntitlementStatus.GRANTED, EntitlementStatus.STOPPED})
"""The states in which days were granted; of a stopped one those before its stop count."""

RECOVERED = frozenset({FindingKind.DEATH, FindingKind.MOVED_AWAY, FindingKind.DOUBLE})
"""What is claimed for such days is to be paid back; a stay in hospital is a reason to ask."""
