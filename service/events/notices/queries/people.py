"""What is on record of one resident: which notices were meant for them, and what they have read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.events.notices.models import Addressee, Notice, Receipt
from service.kit.work import UnitOfWork


def every_notice_for(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """The notices that addressed a resident, the oldest first."""
    query = (
        select(Notice.title, Addressee.published_at)
        .join(Addressee, Addressee.notice_id == Notice.id)
        .where(Addressee.resident_id == resident_id)
        .order_by(Addressee.published_at, Addressee.notice_id)
    )
    return work.session.execute(query).all()


def every_receipt_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """What a resident has read and confirmed, the oldest first."""
    query = (
        select(Notice.title, Receipt.read_at, Receipt.confirmed_at, Receipt.acted_by_name.label("acted_by"))
        .join(Receipt, Receipt.notice_id == Notice.id)
        .where(Receipt.resident_id == resident_id)
        .order_by(Receipt.read_at, Receipt.notice_id)
    )
    return work.session.execute(query).all()
