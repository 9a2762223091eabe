"""How many alarms there were at a place, what came of them, and how long people waited for an answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from service.elderly_care.alarms import permissions
from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmOutcome
from service.kit.clock import at_local
from service.kit.errors import OutOfScope
from service.kit.small_cells import SMALLEST_SHOWN, blurred
from service.kit.texts import Worded
from service.kit.work import UnitOfWork
from service.regions import queries as regions

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A part of the alarms; a figure is None where it is hidden, minutes also where nobody has answered."""

    key: str
    name_zh: str
    name_en: str
    count: int | None
    false_alarms: int | None
    median_minutes_to_answer: float | None


@dataclass(frozen=True, slots=True)
class AlarmFigures:
    """The alarms of a place and a time in numbers; `by_outcome` are the closed ones."""

    region_code: str
    from_: date
    to: date
    is_exact: bool
    total: Counted
    by_kind: list[Counted]
    by_outcome: list[Counted]


@dataclass(frozen=True, slots=True)
class _Row:
    """A part that has no alarms."""

    count: int = 0
    false_alarms: int = 0
    answered: int = 0
    median: float | None = None


_NONE = _Row()
_ALL = "total", "合计", "total"
_ANSWERED = func.count(CareAlarm.answered_at)
_MINUTES = func.extract("epoch", CareAlarm.answered_at - CareAlarm.raised_at) / 60
_COLUMNS = (
    func.count().label("count"),
    func.count().filter(CareAlarm.outcome == AlarmOutcome.FALSE_ALARM).label("false_alarms"),
    _ANSWERED.label("answered"),
    func.percentile_cont(0.5).within_group(_MINUTES).label("median"),
)


def figures(work: UnitOfWork, *, region_code: str, from_: date, to: date) -> AlarmFigures:
    """The alarms of a place, by the days on which they were raised. Raises NotFound, OutOfScope below the community."""
    path = work.found(regions.path_of(work, region_code) or None)
    is_exact = permissions.may_watch(work.actor, path)
    work.require(is_exact or regions.is_official(work, region_code), OutOfScope)
    meant = (
        CareAlarm.region_code.in_(regions.below([region_code])),
        CareAlarm.raised_at >= at_local(from_),
        CareAlarm.raised_at < at_local(to) + _ONE_DAY,
    )
    total = work.session.execute(select(*_COLUMNS).where(*meant)).one()
    return AlarmFigures(
        region_code=region_code,
        from_=from_,
        to=to,
        is_exact=is_exact,
        total=_counted(_ALL, total, is_exact),
        by_kind=_by(work, CareAlarm.kind, AlarmKind, meant, is_exact),
        by_outcome=_by(work, CareAlarm.outcome, AlarmOutcome, meant, is_exact),
    )


def _by(work: UnitOfWork, column: Any, words: type[Worded], meant: Any, is_exact: bool) -> list[Counted]:
    query = select(column.label("key"), *_COLUMNS).where(*meant, column.is_not(None)).group_by(column)
    rows = {row.key: row for row in work.session.execute(query)}
    return [_counted((each, *each.words), rows.get(each, _NONE), is_exact) for each in words]


def _counted(names: tuple[str, str, str], row: Any, is_exact: bool) -> Counted:
    """Minutes of few people are hidden with them; of many they are told in whole ones."""
    minutes = None if row.median is None else round(float(row.median), 1)
    if is_exact:
        return Counted(*names, row.count, row.false_alarms, minutes)
    hidden = row.answered < SMALLEST_SHOWN or minutes is None
    return Counted(
        *names, blurred(row.count), blurred(row.false_alarms), None if hidden else float(round(minutes or 0))
    )
