"""The rules of the time bank: how much is credited, how much can be passed on, and how days are told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.kit.clock import at_local, local_date
from service.kit.texts import Worded

OF_AGE = 18
MINUTES_OF_A_DAY = 24 * 60
_AN_INSTANT = timedelta.resolution


class AccountKind(Worded):
    """Whose account it is: a person's, or one of the bank's own."""

    PERSON = "person", "个人", "a person"
    ISSUED = "issued", "发放", "issued"
    USED = "used", "兑换", "used"
    POOL = "pool", "公共时间池", "a community's pool"


class EntryKind(Worded):
    """How minutes moved."""

    GRANTED = "granted", "服务计入", "granted for service"
    CORRECTED = "corrected", "冲正扣回", "taken back"
    RESTORED = "restored", "撤销冲正", "given back after all"
    TRANSFERRED = "transferred", "转赠", "passed on"
    DONATED = "donated", "捐入公共池", "donated to the pool"
    GIVEN = "given", "公共池发放", "given from the pool"
    SPENT = "spent", "兑换服务", "used for a service"
    LEFT = "left", "归入公共池", "left to the pool"


class HoursStatus(Worded):
    """What became of hours on record."""

    COUNTED = "counted", "有效", "counted"
    DOUBLED = "doubled", "重复（档案合并）", "on record twice, by two records of one person"
    REVERSED = "reversed", "已冲正", "reversed"


class HoursSource(Worded):
    """How hours came on record."""

    ATTENDANCE = "attendance", "活动签到", "an attendance"
    WORKER = "worker", "社区登记", "noted by a worker"


class Withheld(Worded):
    """Why fewer minutes are credited than were served."""

    DAY = "day", "超过每日上限", "beyond the day's cap"
    MONTH = "month", "超过每月上限", "beyond the month's cap"
    TOO_YOUNG = "too_young", "未达到计入年龄", "too young for the time bank"
    NO_HOME = "no_home", "不在本区居住", "does not live in the district"


class ServiceUsed(Worded):
    """For what minutes are used."""

    COMPANY = "company", "陪伴聊天", "company"
    ACCOMPANYING = "accompanying", "陪同就医办事", "being accompanied"
    HOUSEWORK = "housework", "家务协助", "housework"
    MEALS = "meals", "助餐", "meals"
    REPAIRS = "repairs", "小修小补", "small repairs"
    HAIRCUT = "haircut", "理发", "a haircut"
    LEARNING = "learning", "学习辅导", "being taught"
    OTHER = "other", "其他", "something else"


class ClaimStatus(Worded):
    """What became of minutes that were to be taken back."""

    OPEN = "open", "待扣", "waits for later hours"
    SETTLED = "settled", "已扣完", "taken back"
    WAIVED = "waived", "已免除", "waived"
    WITHDRAWN = "withdrawn", "已撤销", "withdrawn"


@dataclass(frozen=True, slots=True)
class Caps:
    """How many minutes are credited at most, for a natural day and a natural month of the district."""

    day: int
    month: int


@dataclass(frozen=True, slots=True)
class Credit:
    """What of hours is credited, and why not all of it."""

    minutes: int
    withheld: Withheld | None = None


def credit(minutes: int, caps: Caps, *, used_on_day: int, used_in_month: int) -> Credit:
    """What is credited of so many minutes, beside what the day and the month have already."""
    room = {Withheld.DAY: caps.day - used_on_day, Withheld.MONTH: caps.month - used_in_month}
    narrowest = min(room, key=lambda each: room[each])
    credited = max(0, min(minutes, room[narrowest]))
    return Credit(credited, narrowest if credited < minutes else None)


def by_day(starts_at: datetime, minutes: int, ends_at: datetime | None = None) -> Iterator[tuple[date, int]]:
    """The minutes from a moment on by the district's days: what lies beyond midnight is the next day's.

    But nobody served on a day that came after the end: who is noted with more minutes than there were served them before.
    """
    last = None if ends_at is None else local_date(ends_at - _AN_INSTANT)
    while minutes > 0:
        day = local_date(starts_at)
        if last is not None and day >= last:
            yield day, minutes
            return
        midnight = at_local(day + timedelta(days=1))
        # A part of a minute before midnight is that day's.
        here = min(minutes, -((starts_at - midnight) // timedelta(minutes=1)))
        yield day, here
        minutes -= here
        starts_at = midnight


def transferable(*, balance: int, earned: int, passed_on: int) -> int:
    """What somebody can pass on: what they earned and have not passed on yet, as far as it is there.

    So no minute is passed on twice, in however wide a circle.
    """
    return max(0, min(balance, earned - passed_on))


def shares(balances: Sequence[int], minutes: int) -> list[int]:
    """How much each of a person's accounts gives, the first ones first; together no more than there is."""
    given = []
    for balance in balances:
        share = min(balance, minutes)
        given.append(share)
        minutes -= share
    return given
