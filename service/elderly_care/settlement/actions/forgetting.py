"""Forgetting what was written about an elder's lines; the figures stay, as public money was paid."""

from uuid import UUID

from sqlalchemy import exists, select, update

from service.elderly_care.settlement.models import SettlementCheck, SettlementLine, SettlementRemark
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """Forget notes of checks and remarks on lines; whether anything was ever settled for the elder."""
    theirs = select(Visit.id).where(Visit.elder_id == elder_id)
    work.session.execute(
        update(SettlementCheck).where(SettlementCheck.visit_id.in_(theirs)).values(note_sealed=None)
    )
    work.session.execute(
        update(SettlementRemark).where(SettlementRemark.visit_id.in_(theirs)).values(text_sealed=None)
    )
    return bool(work.session.scalar(select(exists().where(SettlementLine.visit_id.in_(theirs)))))
