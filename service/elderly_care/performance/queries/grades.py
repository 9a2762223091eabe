"""What everybody who is logged in may know: how operators were graded for years that are closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.performance.models import PerformanceScore
from service.elderly_care.performance.rules import Grade, Period
from service.elderly_care.providers.models import Contract, Facility
from service.kit.pages import Page, page
from service.kit.small_cells import SMALLEST_SHOWN
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class PublicGrade:
    """A grade without figures; of a contract that served very few there is none."""

    organisation_id: UUID
    operator_name: str
    facility_id: UUID
    facility_name: str
    year: int
    grade: Grade


def public_grades(
    work: UnitOfWork, *, organisation_id: UUID | None = None, cursor: str | None = None, limit: int = 20
) -> Page[PublicGrade]:
    """The grades of closed years, the latest first; with fewer than five elders one would point at them (decision 0016)."""
    query: Any = (
        select(
            PerformanceScore.id,
            PerformanceScore.first_on,
            PerformanceScore.grade,
            Contract.organisation_id,
            organisations.name_of(Contract.organisation_id).label("operator_name"),
            Facility.id.label("facility_id"),
            Facility.name.label("facility_name"),
        )
        .join(Contract, Contract.id == PerformanceScore.contract_id)
        .join(Facility, Facility.id == Contract.facility_id)
        .where(
            PerformanceScore.period == Period.YEAR,
            PerformanceScore.grade.is_not(None),
            PerformanceScore.elders >= SMALLEST_SHOWN,
        )
    )
    if organisation_id is not None:
        query = query.where(Contract.organisation_id == organisation_id)
    by = (PerformanceScore.first_on, PerformanceScore.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, descending=True, scalars=False)
    return Page([_grade(row) for row in found.items], found.next_cursor)


def _grade(row: Any) -> PublicGrade:
    first_on: date = row.first_on
    return PublicGrade(
        row.organisation_id,
        row.operator_name,
        row.facility_id,
        row.facility_name,
        first_on.year,
        row.grade,
    )
