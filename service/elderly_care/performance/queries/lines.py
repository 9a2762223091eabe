"""The lines under a fact, in pages: as they stand now, and those against the operator as they were when a month closed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.performance.models import PerformanceLine, PerformanceScore
from service.elderly_care.performance.queries.answering import answer_lines
from service.elderly_care.performance.queries.counted import Counting, lines_by_kind
from service.elderly_care.performance.rules import speaks_against
from service.elderly_care.permissions import works_for
from service.elderly_care.providers.models import Contract
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.models import Visit
from service.kit.pages import Page, cut, page
from service.kit.work import UnitOfWork
from service.residents import queries as residents

_COMPLAINTS = frozenset({TargetKind.COMPLAINTS, TargetKind.COMPLAINTS_ANSWERED})
_SUBJECTS = ("visit_id", "complaint_id", "caregiver_id", "finding_id")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is told: elders by a masked name, caregivers in full to their own operator only.

    `id` is that by which an appeal names it, null while a month is not closed; `elder_id` is for noting who was read of.
    """

    id: UUID | None
    fact: TargetKind
    day: date
    numerator: int
    denominator: int
    counts_against: bool
    visit_id: UUID | None
    complaint_id: UUID | None
    caregiver_id: UUID | None
    finding_id: UUID | None
    elder_id: UUID | None
    elder_name: str | None
    caregiver_name: str | None


def subject_of(kind: TargetKind) -> str:
    """In which column the subject of a kind's lines stands."""
    if kind in _COMPLAINTS:
        return "complaint_id"
    if kind is TargetKind.CERTIFICATES:
        return "caregiver_id"
    return "finding_id" if kind is TargetKind.INSPECTIONS else "visit_id"


def present_lines(
    work: UnitOfWork,
    contract: Contract,
    counting: Counting,
    kind: TargetKind,
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownLine]:
    """All lines of a fact as they stand now, by day."""
    if kind is TargetKind.COMPLAINTS_ANSWERED:
        answers = answer_lines(work, counting)
        found: Page[Any] = cut(work, answers, key=lambda each: each.key, cursor=cursor, limit=limit)
    else:
        lines = lines_by_kind(counting)[kind].subquery("lines")
        query: Any = select(lines)
        found = page(work, query, by=(lines.c.day, lines.c.id), cursor=cursor, limit=limit, scalars=False)
    rows = [_present(kind, row) for row in found.items]
    return Page(_named(work, contract, rows), found.next_cursor)


def closed_lines(
    work: UnitOfWork,
    contract: Contract,
    score: PerformanceScore,
    kind: TargetKind,
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownLine]:
    """The lines of a fact that counted against the operator when a month was closed."""
    first_id = score.corrects_id or score.id
    query = select(PerformanceLine).where(PerformanceLine.score_id == first_id, PerformanceLine.kind == kind)
    found = page(work, query, by=(PerformanceLine.id,), cursor=cursor, limit=limit)
    return Page(_named(work, contract, [_closed(row) for row in found.items]), found.next_cursor)


def _present(kind: TargetKind, row: Any) -> dict[str, Any]:
    subjects = dict.fromkeys(_SUBJECTS) | {subject_of(kind): row.id}
    counts = {"numerator": row.numerator, "denominator": row.denominator}
    return {"id": None, "fact": kind, "day": row.day, **counts, **subjects}


def _closed(row: PerformanceLine) -> dict[str, Any]:
    names = ("id", "day", "numerator", "denominator", *_SUBJECTS)
    return {"fact": row.kind, **{name: getattr(row, name) for name in names}}


def _named(work: UnitOfWork, contract: Contract, rows: Sequence[dict[str, Any]]) -> list[ShownLine]:
    elders = _elders(work, rows)
    names = residents.masked_names(work, set(elders.values())) if elders else {}
    staff = _caregivers(work, contract, {row["caregiver_id"] for row in rows if row["caregiver_id"]})
    shown = []
    for row in rows:
        elder_id = elders.get(row["visit_id"] or row["complaint_id"])
        shown.append(
            ShownLine(
                **row,
                counts_against=speaks_against(row["fact"], row["numerator"]),
                elder_id=elder_id,
                elder_name=names.get(elder_id) if elder_id else None,
                caregiver_name=staff.get(row["caregiver_id"]),
            )
        )
    return shown


def _elders(work: UnitOfWork, rows: Sequence[dict[str, Any]]) -> dict[UUID, UUID]:
    """Whose visits and complaints these are, by the id of either."""
    found: dict[UUID, UUID] = {}
    for model, name in ((Visit, "visit_id"), (Complaint, "complaint_id")):
        ids = {row[name] for row in rows if row[name]}
        if ids:
            query: Any = select(model.id, model.elder_id).where(model.id.in_(ids))
            found |= {row.id: row.elder_id for row in work.session.execute(query)}
    return found


def _caregivers(work: UnitOfWork, contract: Contract, caregiver_ids: Collection[UUID]) -> dict[UUID, str]:
    if not caregiver_ids:
        return {}
    is_own = works_for(work.actor, contract.organisation_id)
    names = caregivers.names_of(work, caregiver_ids)
    return {each: known.name if is_own else residents.masked(known.name) for each, known in names.items()}
