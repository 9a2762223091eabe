"""Checking out: that somebody went, and what they report; what may not be kept never costs the check-out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.actions.marking import Marked, Told, mark_own
from service.elderly_care.proofs.actions.sealing import seal_all
from service.elderly_care.proofs.messages import VitalsOutOfRange
from service.elderly_care.proofs.models import VisitReport
from service.elderly_care.proofs.rules import MarkKind
from service.kit.closing import at_the_end
from service.kit.files import actions as files
from service.kit.prepared import Prepared, table_of
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
    if not marked.is_new:
        known = queries.report_of(work, marked.mark.id)
        return replace(marked, vitals_refused=known is not None and known.vitals_refused)
    if not (tasks or vitals or note or photos):
        return marked
    kept = _kept_vitals(work, marked.visit.elder_id, vitals)
    if photos:
        files.attach(work, photos, field="photos")
    content = {"tasks": list(tasks), "vitals": kept, "note": note}
    said = {name: value for name, value in content.items() if value}
    mark_id = marked.mark.id
    refused = bool(vitals) and kept is None
    if kept and rules.out_of_range(kept, queries.watched_ranges(work)):
        work.announce(VitalsOutOfRange(visit_id=visit_id))
    at_the_end(
        work,
        _KEEP_REPORT,
        mark_id=mark_id,
        visit_id=visit_id,
        reported_at=work.now,
        content_sealed=seal_all(work, said, f"care_visit_reports.content:{mark_id}") if said else None,
        vitals_refused=refused,
        photos=list(dict.fromkeys(photos)),
    )
    return replace(marked, vitals_refused=refused)


def _kept_vitals(work: UnitOfWork, elder_id: UUID, vitals: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What of it may be kept: health data need a consent of their own (PIPL Art. 29)."""
    if not vitals:
        return None
    try:
        consents.require_health_data(work, elder_id)
    except ConsentMissing:
        return None
    return dict(vitals)


_KEEP_REPORT = Prepared(insert(table_of(VisitReport)))
