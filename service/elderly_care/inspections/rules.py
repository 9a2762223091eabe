"""What is looked at, how bad a finding is, where it stands and moves to, and who hears that its mending is late."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from service.elderly_care.inspections.errors import AreaNotInspected, InspectionDay, MendingDay
from service.kit.calendar import working_day_after
from service.kit.errors import WrongState
from service.kit.texts import Worded

ENTERED_WITHIN_DAYS = 14
"""So long after it an inspection may be entered."""
MENDED_WITHIN_DAYS = 180


class InspectionArea(Worded):
    """What is looked at."""

    SAFETY = "safety", "消防与安全", "fire and safety"
    HYGIENE = "hygiene", "卫生与食品", "hygiene and food"
    STAFF = "staff", "人员与资质", "staff and their papers"
    SERVICE = "service", "服务质量", "how care is given"
    RECORDS = "records", "档案与记录", "records"
    CHARGES = "charges", "收费与公示", "prices and notices"
    ASSETS = "assets", "国有资产", "public property"


class Severity(Worded):
    """How bad a finding is."""

    MINOR = "minor", "一般", "minor"
    MAJOR = "major", "较重", "major"
    GRAVE = "grave", "重大", "grave"


class FindingStatus(Worded):
    """Where a finding stands."""

    OPEN = "open", "待整改", "to be mended"
    MENDED = "mended", "待复查", "to be verified"
    VERIFIED = "verified", "已整改", "mended and verified"


class FindingStepKind(Worded):
    """What was done about a finding."""

    MEND = "mend", "机构整改", "mended by the operator"
    VERIFY = "verify", "复查通过", "verified"
    RETURN = "return", "复查未通过", "not mended, by who verified it"


# From where a finding may come to where; what is not here can not be done.
MOVES: Mapping[FindingStatus, frozenset[FindingStatus]] = {
    FindingStatus.MENDED: frozenset({FindingStatus.OPEN}),
    FindingStatus.VERIFIED: frozenset({FindingStatus.MENDED}),
    FindingStatus.OPEN: frozenset({FindingStatus.MENDED}),
}


def check_move(status: FindingStatus, to: FindingStatus) -> None:
    """Raise WrongState unless a finding may move so."""
    if status not in MOVES[to]:
        raise WrongState(state=status)


def check_day(made_on: date, today: date, starts_on: date, ends_on: date) -> None:
    """Raise InspectionDay unless it is one of the last days, and of the contract's."""
    earliest = max(starts_on, today - timedelta(days=ENTERED_WITHIN_DAYS))
    if not earliest <= made_on <= min(ends_on, today):
        raise InspectionDay(field="made_on", days=ENTERED_WITHIN_DAYS)


def check_finding(
    place: int, area: InspectionArea, areas: Collection[InspectionArea], mend_by: date, today: date
) -> None:
    """Raise AreaNotInspected, MendingDay unless this finding is of an area looked at and can be mended in time."""
    if area not in areas:
        raise AreaNotInspected(field=f"findings.{place}.area")
    if not today <= mend_by <= today + timedelta(days=MENDED_WITHIN_DAYS):
        raise MendingDay(field=f"findings.{place}.mend_by", days=MENDED_WITHIN_DAYS)


def is_late_by(mend_by: date, today: date, working_days: int) -> bool:
    """Whether more than so many working days have gone by since the last day for its mending."""
    return working_day_after(mend_by, working_days) < today if working_days else mend_by < today
