"""What is told of one try: how, whether the elder was met, and the five areas (handbook §3.8)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.elderly_care.welfare_visits.errors import FindingsIncomplete
from service.kit.texts import Worded


class ContactWay(Worded):
    """How somebody was called on."""

    DOOR = "door", "上门", "at the door"
    PHONE = "phone", "电话", "by telephone"
    VIDEO = "video", "视频", "by video"


class ContactOutcome(Worded):
    """What came of a try; who declines a visit has been spoken to, and is well enough to decline."""

    MET = "met", "见到老人", "met"
    NOT_MET = "not_met", "未见到", "not met"
    REFUSED = "refused", "老人婉拒", "declined"


class CheckArea(Worded):
    """What is looked at."""

    HEALTH = "health", "健康状况", "health"
    MONEY = "money", "经济状况", "means"
    SUPPORT = "support", "赡养情况", "support by family"
    HOME_SAFETY = "home_safety", "居家安全", "safety at home"
    SERVICES = "services", "服务需求", "need for services"


class Concern(Worded):
    """How an area was found."""

    FINE = "fine", "正常", "fine"
    ATTENTION = "attention", "需关注", "needs attention"
    URGENT = "urgent", "紧急", "urgent"


class Wish(Worded):
    """How an elder wishes to be called on."""

    AT_THE_DOOR = "at_the_door", "上门", "at the door"
    BY_PHONE = "by_phone", "只接受电话", "by telephone only"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one area was found, and what there is to say of it."""

    area: CheckArea
    concern: Concern
    words: str | None = None


SETTLING = frozenset({ContactOutcome.MET, ContactOutcome.REFUSED})
"""The outcomes after which nothing more is owed in this period."""

BY_TELEPHONE = frozenset({ContactWay.PHONE, ContactWay.VIDEO})


def check_findings(outcome: ContactOutcome, findings: Sequence[Finding]) -> None:
    """Raise FindingsIncomplete unless all five areas are told of who was met, and none of anybody else."""
    told = Counter(each.area for each in findings)
    expected = dict.fromkeys(CheckArea, 1) if outcome is ContactOutcome.MET else {}
    wordless = [each for each in findings if each.concern is not Concern.FINE and not each.words]
    if told != expected or wordless:
        raise FindingsIncomplete(field="findings")


def urgent_ones(findings: Sequence[Finding]) -> list[Finding]:
    """What can not wait."""
    return [each for each in findings if each.concern is Concern.URGENT]
