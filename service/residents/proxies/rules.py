"""Rules on who may be a proxy for how long, and what the asker gets to see."""

from datetime import date, datetime, timedelta

from service.kit.clock import local_date
from service.kit.texts import Text
from service.residents.errors import BeyondLongest
from service.residents.rules import ProxyScope, ProxyStatus

LONGEST_RELATION = 30
# What nearly everybody is to an elder, and what therefore nobody need look at.
_USUAL_RELATIONS = frozenset(
    (
        *("女儿", "儿子", "子女", "孩子", "丈夫", "妻子", "老伴", "爱人", "配偶", "儿媳", "媳妇", "女婿"),
        *("孙子", "孙女", "外孙", "外孙女", "孙媳", "孙女婿", "兄弟", "哥哥", "弟弟", "姐姐", "妹妹", "姐妹"),
        *("父亲", "母亲", "侄子", "侄女", "外甥", "外甥女", "亲戚", "亲属", "家属", "监护人", "邻居", "朋友"),
        *("同事", "保姆", "护工"),
        *("daughter", "son", "child", "husband", "wife", "spouse", "partner", "brother"),
        *("sister", "father", "mother", "nephew", "niece", "grandson", "granddaughter", "daughter-in-law"),
        *("son-in-law", "relative", "guardian", "neighbour", "neighbor", "friend", "carer", "caregiver"),
    )
)
# An ask that nobody answers, or that meant nobody on record, does not wait for ever.
ANSWERED_WITHIN = timedelta(days=30)
# Each one speaks to an elder, in words of the asker's.
MOST_WAITING = 10
# Time enough for a daughter in another city, and once more shortly before.
REMINDED_BEFORE_DAYS = (14, 3)
SCOPE_WORDS = {
    ProxyScope.BOOKING: Text("预约", "booking"),
    ProxyScope.CARE: Text("养老服务", "care"),
    ProxyScope.NOTICES: Text("通知", "notices"),
    ProxyScope.REPORTS: Text("诉求", "reports"),
}


def words_to_check(name: str, relation: str, *, is_verified: bool) -> str | None:
    """What of an asker's words is looked at before the elder reads it; none where they are usual and their name verified."""
    words = [] if is_verified else [name]
    if not is_usual(relation):
        words.append(relation)
    return " ".join(words) or None


def is_usual(relation: str) -> bool:
    """Whether a relation is one of those that say nothing else."""
    return relation.casefold() in _USUAL_RELATIONS


def longest(today: date) -> date:
    """The last possible day: a year from now, so that nobody acts for ever on an old word."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return date(today.year + 1, 2, 28)


def check_valid_until(wanted: date, today: date) -> None:
    """Raise BeyondLongest for a day in the past or more than a year ahead."""
    if not today <= wanted <= longest(today):
        raise BeyondLongest(field="valid_until", latest=longest(today))


def in_words(scopes: list[str]) -> Text:
    """The scopes as people read them."""
    words = [SCOPE_WORDS[ProxyScope(scope)] for scope in scopes]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def standing_of(name: str) -> Text:
    """What ends when somebody no longer acts for an elder."""
    return Text(f"{name}的代办", f"{name} acting for them")


def in_order(scopes: list[ProxyScope]) -> list[str]:
    """Each scope once, in the order in which they are declared."""
    return [scope.value for scope in ProxyScope if scope in scopes]


def status_now(status: ProxyStatus, asked_at: datetime, valid_until: date, now: datetime) -> ProxyStatus:
    """What it is now, also before the nightly job has noted that it ran out."""
    unanswered = status is ProxyStatus.PENDING and asked_at < now - ANSWERED_WITHIN
    over = valid_until < local_date(now) and status in (ProxyStatus.PENDING, ProxyStatus.APPROVED)
    return ProxyStatus.EXPIRED if unanswered or over else status
