"""All that is recorded of the visits to one person, for the copy of their data."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.proofs.models import Incident, NotServed, VisitProof, VisitReport
from service.elderly_care.proofs.queries.marks import opened, reported
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork


def copy_of(work: UnitOfWork, elder_id: UUID) -> Iterable[Mapping[str, Any]]:
    """A row for each visit of which anything is recorded, in four statements however many there are."""
    theirs = select(Visit.id).where(Visit.elder_id == elder_id)
    reports = _by_visit(work, VisitReport, theirs)
    incidents = _by_visit(work, Incident, theirs)
    not_served = _by_visit(work, NotServed, theirs)
    query = select(VisitProof).where(VisitProof.visit_id.in_(theirs)).order_by(VisitProof.visit_id)
    for row in work.session.scalars(query):
        yield {
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "confirmed_at": row.confirmed_at,
            "rating": row.rating,
            "comment": opened(work, row.comment_sealed, f"care_proofs.comment:{row.visit_id}"),
            "reports": [reported(work, each) for each in reports.get(row.visit_id, [])],
            "incidents": [
                {
                    "kind": each.kind.value,
                    "note": opened(work, each.note_sealed, f"care_incidents.note:{each.id}"),
                }
                for each in incidents.get(row.visit_id, [])
            ],
            "not_served": [each.reason_code.value for each in not_served.get(row.visit_id, [])],
            "acted_by": row.acted_by_name,
        }


def _by_visit(work: UnitOfWork, model: Any, theirs: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in work.session.scalars(select(model).where(model.visit_id.in_(theirs))):
        found.setdefault(row.visit_id, []).append(row)
    return found
