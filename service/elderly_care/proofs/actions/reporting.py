"""Checking out: that somebody went, and what they report; what may not be kept never costs the check-out."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.actions.marking import Marked, Told, mark_own
from service.elderly_care.proofs.actions.sealing import seal_all
from service.elderly_care.proofs.messages import VitalsOutOfRange
from service.elderly_care.proofs.models import VisitReport
from service.elderly_care.proofs.rules import MarkKind
from service.elderly_care.visits.models import Visit
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents
from service.residents.consents.errors import ConsentMissing


def check_out(
    work: UnitOfWork,
    visit_id: UUID,
    *,
    tasks: Sequence[Mapping[str, Any]] = (),
    vitals: Mapping[str, Any] | None = None,
    note: str | None = None,
    photos: Sequence[UUID] = (),
    **told: Any,
) -> Marked:
    """Record that the actor went, with what was done; vitals are kept if the elder has agreed that health data are.

    Raises NotYourVisit, WrongMode, NoSuchFile.
    """
    marked = mark_own(work, visit_id, MarkKind.CHECK_OUT, Told(**told))
    if not marked.is_new or not (tasks or vitals or note or photos):
        return marked
    work.session.flush()
    kept = _kept_vitals(work, marked.visit, vitals)
    if photos:
        files.attach(work, photos, field="photos")
    content = {"tasks": list(tasks), "vitals": kept, "note": note}
    said = {name: value for name, value in content.items() if value}
    mark_id = marked.mark.id
    work.session.add(
        VisitReport(
            mark_id=mark_id,
            visit_id=visit_id,
            reported_at=work.now,
            content_sealed=seal_all(work, said, f"care_visit_reports.content:{mark_id}") if said else None,
            vitals_refused=bool(vitals) and kept is None,
            photos=list(dict.fromkeys(photos)),
        )
    )
    if kept and rules.out_of_range(kept, queries.watched_ranges(work)):
        work.announce(VitalsOutOfRange(visit_id=visit_id))
    return marked


def _kept_vitals(work: UnitOfWork, visit: Visit, vitals: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What of it may be kept: health data need a consent of their own (PIPL Art. 29)."""
    if not vitals:
        return None
    try:
        consents.require_health_data(work, visit.elder_id)
    except ConsentMissing:
        return None
    return dict(vitals)
