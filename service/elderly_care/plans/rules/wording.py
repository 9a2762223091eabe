"""The text that is agreed to: rules, windows and money in words of both languages, and the hash of all that it says."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson

from service.elderly_care.plans.rules.recurrence import Recurrence
from service.kit.texts import Text

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNITS = {
    "DAILY": Text("天", "day"),
    "WEEKLY": Text("周", "week"),
    "MONTHLY": Text("个月", "month"),
    "YEARLY": Text("年", "year"),
}
_EACH = {"DAILY": "每天", "WEEKLY": "每周", "MONTHLY": "每月", "YEARLY": "每年"}
_DAY = 24 * 60


def in_words(rule: Recurrence) -> Text:
    """A rule as people say it."""
    unit = _UNITS[rule.frequency]
    many = rule.interval > 1
    zh = f"每 {rule.interval} {unit.zh}" if many else _EACH[rule.frequency]
    en = f"every {rule.interval} {unit.en}s" if many else f"every {unit.en}"
    parts = [_by_day(rule), _by_month_day(rule), _by_set_pos(rule), _bounds(rule)]
    said = [part for part in parts if part is not None]
    return Text("，".join([zh, *(part.zh for part in said)]), ", ".join([en, *(part.en for part in said)]))


def window_in_words(start: int, end: int) -> Text:
    """When in the day, by minutes from its beginning."""
    next_day = end > _DAY
    closes = _clock(end - _DAY if next_day else end)
    opens = _clock(start)
    if next_day:
        return Text(f"{opens}–次日 {closes}", f"{opens}–{closes} of the next day")
    return Text(f"{opens}–{closes}", f"{opens}–{closes}")


def yuan(fen: int) -> str:
    """Money as it is written: yuan with two places."""
    return f"{fen // 100}.{fen % 100:02d}"


def hash_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of all that a text says, whatever the order in which its parts are kept."""
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _by_day(rule: Recurrence) -> Text | None:
    if not rule.by_day:
        return None
    zh = "、".join(f"{_which(which).zh}周{_DAYS_ZH[day]}" for day, which in rule.by_day)
    en = ", ".join(f"{_which(which).en}{_DAYS_EN[day]}" for day, which in rule.by_day)
    return Text(zh, f"on {en}")


def _which(which: int) -> Text:
    if which == 0:
        return Text("", "")
    if which > 0:
        return Text(f"第 {which} 个", f"no. {which} ")
    return Text("最后一个" if which == -1 else f"倒数第 {-which} 个", f"no. {-which} from the end ")


def _by_month_day(rule: Recurrence) -> Text | None:
    return _listed(
        rule.by_month_day, Text("{n} 日", "day {n}"), Text("倒数第 {n} 天", "day {n} from the end")
    )


def _by_set_pos(rule: Recurrence) -> Text | None:
    return _listed(
        rule.by_set_pos,
        Text("只取其中第 {n} 天", "only no. {n} of them"),
        Text("只取其中倒数第 {n} 天", "only no. {n} of them from the end"),
    )


def _listed(numbers: Sequence[int], ahead: Text, back: Text) -> Text | None:
    if not numbers:
        return None
    said = [(ahead if each > 0 else back, {"n": abs(each)}) for each in numbers]
    return Text(
        "、".join(text.zh.format_map(facts) for text, facts in said),
        ", ".join(text.en.format_map(facts) for text, facts in said),
    )


def _bounds(rule: Recurrence) -> Text | None:
    if rule.count:
        return Text(f"共 {rule.count} 次", f"{rule.count} times in all")
    if rule.until:
        return Text(f"至 {rule.until.isoformat()}", f"until {rule.until.isoformat()}")
    return None
