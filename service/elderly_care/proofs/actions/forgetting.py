"""Forgetting: places after their time, what was reported after its, and all that is personal of somebody erased."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from service.elderly_care.proofs.models import (
    Amendment,
    Anomaly,
    Explanation,
    Incident,
    NotServed,
    VisitMark,
    VisitProof,
    VisitReport,
)
from service.elderly_care.visits.models import Visit
from service.kit.files import actions as files
from service.kit.work import UnitOfWork

_BLIND = {"synchronize_session": False}


def forget_places(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Forget where marks of before that moment were made; what that said stays. How many there were."""
    old = select(VisitMark.id).where(VisitMark.place_sealed.is_not(None), VisitMark.received_at < oldest)
    batch = old.order_by(VisitMark.received_at, VisitMark.id).limit(limit)
    forgotten = update(VisitMark).where(VisitMark.id.in_(batch)).values(place_sealed=None)
    found = work.session.execute(forgotten.returning(VisitMark.id), execution_options=_BLIND)
    return len(found.all())


def forget_reports(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was reported before that moment, with its photos; how many reports there were."""
    old = select(VisitReport.mark_id).where(VisitReport.reported_at < oldest)
    batch = old.order_by(VisitReport.reported_at, VisitReport.mark_id).limit(limit)
    return _drop_reports(work, VisitReport.mark_id.in_(batch))


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """Forget where their visits were marked and all that was said or measured; when somebody came stays. Whether any did."""
    theirs = select(Visit.id).where(Visit.elder_id == elder_id)
    any_mark = select(VisitMark.id).where(VisitMark.visit_id.in_(theirs)).limit(1)
    came = work.session.scalar(any_mark) is not None
    placed = VisitMark.visit_id.in_(theirs), VisitMark.place_sealed.is_not(None)
    work.session.execute(update(VisitMark).where(*placed).values(place_sealed=None), execution_options=_BLIND)
    _drop_reports(work, VisitReport.visit_id.in_(theirs))
    for model, names in _SAID:
        said = update(model).where(model.visit_id.in_(theirs)).values(dict.fromkeys(names))
        work.session.execute(said, execution_options=_BLIND)
    work.session.expire_all()
    return came


_SAID: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (NotServed, ("note_sealed",)),
    (Incident, ("note_sealed",)),
    (Explanation, ("note_sealed",)),
    (Amendment, ("original_sealed", "value_sealed")),
    (Anomaly, ("explanation_sealed",)),
    (VisitProof, ("comment_sealed", "acted_by_name")),
)


def _drop_reports(work: UnitOfWork, which: Any) -> int:
    dropped = delete(VisitReport).where(which).returning(VisitReport.photos)
    photos = work.session.scalars(dropped, execution_options=_BLIND).all()
    files.drop(work, [photo for each in photos for photo in each])
    return len(photos)
