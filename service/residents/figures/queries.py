"""Counting people on record, at or below a place of today's tree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.small_cells import blurred
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.figures import permissions
from service.residents.figures.rules import AGE_GROUPS, HERE, UNKNOWN, UNKNOWN_WORDS, Breakdown
from service.residents.models import Resident
from service.residents.people.rules import Sex
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag, Tag
from service.residents.tags.rules import TagKind


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people one part of the breakdown has; None where that is hidden."""

    key: str
    name_zh: str
    name_en: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The people of a place in numbers."""

    region_code: str
    by: Breakdown
    on: date
    is_exact: bool
    total: int | None
    figures: list[Figure]


Counted = list[tuple[str, Text, int]]


def figures(work: UnitOfWork, region_code: str, by: Breakdown) -> Figures:
    """The people of a place in numbers. Raises NotFound, and OutOfScope below the community for who does not serve it."""
    path = work.found(regions.path_of(work, region_code) or None)
    is_exact = permissions.may_see_exact(work.actor, path)
    work.require(is_exact or _is_for_all(work, region_code, by), OutOfScope)
    shown: Callable[[int], int | None] = int if is_exact else blurred
    counted = _BREAKDOWNS[by](work, region_code)
    total = work.session.scalar(select(func.count(Resident.id)).where(_people_of(region_code))) or 0
    return Figures(
        region_code=region_code,
        by=by,
        on=local_date(work.now),
        is_exact=is_exact,
        total=shown(total),
        figures=[Figure(key, words.zh, words.en, shown(count)) for key, words, count in counted],
    )


def _is_for_all(work: UnitOfWork, region_code: str, by: Breakdown) -> bool:
    """Down to the community there are figures for everybody; what lies right below one is a grid or an estate."""
    if by is Breakdown.REGION and regions.place_in_community(work, region_code) is not None:
        return False
    return regions.is_official(work, region_code)


def _by_region(work: UnitOfWork, region_code: str) -> Counted:
    """By the places right below; who is on record at the place itself comes first."""
    steps = regions.steps_below(region_code)
    query = (
        select(steps.c.child_code, steps.c.child_name, func.count(Resident.id))
        .join_from(steps, Resident, _is_counted(Resident.region_code == steps.c.code), isouter=True)
        .group_by(steps.c.child_code, steps.c.child_name)
        .order_by(steps.c.child_code.asc().nulls_first())
    )
    rows = work.session.execute(query).all()
    return [(code or region_code, Text(name, name) if code else HERE, count) for code, name, count in rows]


def _by_sex(work: UnitOfWork, region_code: str) -> Counted:
    counts = _grouped(work, region_code, Resident.sex)
    return [(sex.value, sex.words, counts.get(sex, 0)) for sex in Sex] + _unknown(counts)


def _by_age(work: UnitOfWork, region_code: str) -> Counted:
    years = func.extract("year", func.age(local_date(work.now), Resident.birth_on))
    oldest_first = sorted(AGE_GROUPS.items(), key=lambda group: -group[1][0])
    group = case(*((years >= since, key) for key, (since, _) in oldest_first))
    counts = _grouped(work, region_code, group)
    return [(key, words, counts.get(key, 0)) for key, (_, words) in AGE_GROUPS.items()] + _unknown(counts)


def _by_tag(work: UnitOfWork, region_code: str) -> Counted:
    """By the tags of the list that workers set; those of age are a breakdown of their own."""
    today = local_date(work.now)
    holds = and_(
        ResidentTag.tag_code == Tag.code,
        ResidentTag.valid_from <= today,
        or_(ResidentTag.valid_until.is_(None), ResidentTag.valid_until >= today),
    )
    having = (
        select(func.count()).select_from(ResidentTag).join(Resident, Resident.id == ResidentTag.resident_id)
    )
    count = having.where(holds, *_people_of(region_code)).correlate(Tag).scalar_subquery()
    listed = select(Tag.code, Tag.name_zh, Tag.name_en, count).where(
        Tag.kind != TagKind.AGE, Tag.retired_at.is_(None)
    )
    rows = work.session.execute(listed.order_by(Tag.code)).all()
    return [(code, Text(zh, en), counted) for code, zh, en, counted in rows]


_BREAKDOWNS: dict[Breakdown, Callable[[UnitOfWork, str], Counted]] = {
    Breakdown.REGION: _by_region,
    Breakdown.SEX: _by_sex,
    Breakdown.AGE: _by_age,
    Breakdown.TAG: _by_tag,
}


def _people_of(region_code: str) -> ColumnElement[bool]:
    return _is_counted(Resident.region_code.in_(regions.below([region_code])))


def _is_counted(place: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(place, Resident.status == ResidentStatus.VERIFIED)


def _grouped(work: UnitOfWork, region_code: str, by: ColumnElement[Any] | Any) -> dict[Any, int]:
    query = select(by, func.count()).where(_people_of(region_code)).group_by(by)
    return {key: count for key, count in work.session.execute(query)}  # noqa: C416 - rows, to mypy, are no pairs


def _unknown(counts: dict[Any, int]) -> Counted:
    return [(UNKNOWN, UNKNOWN_WORDS, counts[None])] if None in counts else []
