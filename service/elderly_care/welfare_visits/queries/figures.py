"""How many visits were due in a month at a place, and how many were made: exact for whose duty covers it, blurred for others."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Subquery, and_, func, select

from service.elderly_care.permissions import may_watch
from service.elderly_care.welfare_visits import rules
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.rules import ContactOutcome, Span, WelfareStatus
from service.kit.clock import at_local
from service.kit.errors import OutOfScope
from service.kit.small_cells import blurred
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions

_A_DAY = timedelta(days=1)
_HERE = Text("未细分到下级", "at none of the places below")
_NAMES = ("due", "done", "late", "refused", "overdue", "elders", "elders_met")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The visits of one place; a figure is None where it is hidden."""

    key: str
    name_zh: str
    name_en: str
    due: int | None
    done: int | None
    late: int | None
    refused: int | None
    overdue: int | None
    elders: int | None
    elders_met: int | None


@dataclass(frozen=True, slots=True)
class WelfareFigures:
    """The visits that were due in a month, of a place and by the places right below it."""

    region_code: str
    month: date
    is_exact: bool
    total: Coverage
    by_region: list[Coverage]


def figures(work: UnitOfWork, *, region_code: str, month: date) -> WelfareFigures:
    """The visits of a place whose last day lies in a month. Raises NotFound, OutOfScope.

    To who does not serve it a place is told of down to the community, and broken down no further than that.
    """
    path = work.found(regions.path_of(work, region_code) or None)
    is_exact = may_watch(work.actor, path)
    is_below = regions.place_in_community(work, region_code) is not None
    work.require(is_exact or regions.is_official(work, region_code), OutOfScope)
    steps = regions.steps_below(region_code)
    total = work.session.execute(_counted(work, steps, month)).one()
    by_region: list[Any] = []
    if is_exact or not is_below:
        each = _counted(work, steps, month, steps.c.child_code, steps.c.child_name)
        grouped = each.group_by(steps.c.child_code, steps.c.child_name)
        by_region = list(work.session.execute(grouped.order_by(steps.c.child_code.asc().nulls_first())))
    return WelfareFigures(
        region_code=region_code,
        month=month,
        is_exact=is_exact,
        total=_coverage(region_code, Text("合计", "total"), total, is_exact=is_exact),
        by_region=[_row(region_code, row, is_exact=is_exact) for row in by_region],
    )


def _counted(work: UnitOfWork, steps: Subquery, month: date, *by: Any) -> Any:
    """A visit belongs to the month of its last day: it is due by the midnight after it."""
    is_met = WelfareVisit.outcome == ContactOutcome.MET
    is_late = WelfareVisit.settled_at > WelfareVisit.due_at
    is_late_still = and_(WelfareVisit.status == WelfareStatus.DUE, WelfareVisit.due_at <= work.now)
    elders = WelfareVisit.elder_id.distinct()
    meant = (
        WelfareVisit.region_code == steps.c.code,
        WelfareVisit.status != WelfareStatus.DROPPED,
        WelfareVisit.due_at > at_local(month),
        WelfareVisit.due_at <= at_local(rules.last_day_of(month, Span.MONTH) + _A_DAY),
    )
    counts = (
        func.count(WelfareVisit.id).label("due"),
        func.count().filter(is_met).label("done"),
        func.count().filter(is_late).label("late"),
        func.count().filter(WelfareVisit.outcome == ContactOutcome.REFUSED).label("refused"),
        func.count().filter(is_late_still).label("overdue"),
        func.count(elders).label("elders"),
        func.count(elders).filter(is_met).label("elders_met"),
    )
    return select(*by, *counts).select_from(steps).outerjoin(WelfareVisit, and_(*meant))


def _row(region_code: str, row: Any, *, is_exact: bool) -> Coverage:
    name = Text(row.child_name, row.child_name) if row.child_code else _HERE
    return _coverage(row.child_code or region_code, name, row, is_exact=is_exact)


def _coverage(key: str, name: Text, row: Any, *, is_exact: bool) -> Coverage:
    numbers = {each: getattr(row, each) for each in _NAMES}
    if not is_exact:
        numbers = {each: blurred(number) for each, number in numbers.items()}
    return Coverage(key, name.zh, name.en, **numbers)
