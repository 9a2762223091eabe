"""One notice: as its keepers have it, and what it is to a resident."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, bindparam, exists, select

from service.events.notices.models import (
    Addressee,
    Addressing,
    Notice,
    NoticeAttachment,
    NoticeTarget,
    NoticeText,
    Receipt,
)
from service.events.notices.rules import NoticeStatus
from service.kit.clock import local_date
from service.kit.lists import in_text
from service.kit.pages import Page, page
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.residents.audiences import queries as audiences

_NOTICE: ColumnElement[UUID] = bindparam("notice_id", type_=Uuid())
_RESIDENT: ColumnElement[UUID] = bindparam("resident_id", type_=Uuid())


def notice(work: UnitOfWork, notice_id: UUID, *, to_change: bool = False) -> Notice | None:
    """The notice, whoever may see it; who reads it `to_change` waits for others who do."""
    query = select(Notice).where(Notice.id == notice_id)
    if to_change:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return work.session.scalar(query)


def addressing(work: UnitOfWork, notice_id: UUID) -> Addressing | None:
    """How far noting its addressees has come; None before it is published."""
    return work.session.get(Addressing, notice_id, populate_existing=True)


def texts(
    work: UnitOfWork, notice_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[NoticeText]:
    """What a notice has said since it was published, the newest first."""
    query = select(NoticeText).where(NoticeText.notice_id == notice_id)
    return page(work, query, by=(NoticeText.number,), cursor=cursor, limit=limit, descending=True)


def has_file(work: UnitOfWork, notice_id: UUID, file_id: UUID) -> bool:
    """Whether a file is, or in an earlier text was, attached to the notice."""
    return work.session.get(NoticeAttachment, (notice_id, file_id)) is not None


def seen_by(work: UnitOfWork, notice_id: UUID, resident_id: UUID) -> Any:
    """What a published notice is to a resident: whether it was addressed to them, and what they have read of it.

    None when it neither addressed them nor matches them now. `is_addressing` says that its addressees are being noted.
    """
    values = {"notice_id": notice_id, "resident_id": resident_id, "today": local_date(work.now)}
    row = _SEEN(work, **values).fetchone()
    return row if row is not None and (row.grid_code is not None or row.matches) else None


def _is_matching() -> ColumnElement[bool]:
    keys = audiences.keys_of(_RESIDENT, bindparam("today", type_=Date()))
    return exists().where(
        NoticeTarget.notice_id == _NOTICE,
        NoticeTarget.region_code == keys.c.place,
        NoticeTarget.audience == keys.c.tag,
    )


_SEEN = Prepared(
    select(
        Notice.status,
        Notice.expires_at,
        Notice.needs_confirmation,
        Addressee.grid_code,
        Receipt.read_at,
        Receipt.confirmed_at,
        Receipt.acted_by_account_id,
        Receipt.acted_by_name,
        Receipt.acted_by_as,
        Addressing.notice_id.is_not(None).label("is_addressing"),
        _is_matching().label("matches"),
    )
    .outerjoin(Addressee, and_(Addressee.notice_id == Notice.id, Addressee.resident_id == _RESIDENT))
    .outerjoin(Receipt, and_(Receipt.notice_id == Notice.id, Receipt.resident_id == _RESIDENT))
    .outerjoin(Addressing, and_(Addressing.notice_id == Notice.id, Addressing.ended_at.is_(None)))
    .where(Notice.id == _NOTICE, Notice.published_at.is_not(None))
)


def due_to_publish(work: UnitOfWork, limit: int) -> Sequence[Notice]:
    """Scheduled notices whose time has come, the longest due first, held."""
    due = select(Notice).where(Notice.status == NoticeStatus.SCHEDULED, Notice.publish_at <= work.now)
    ordered = due.order_by(Notice.publish_at).limit(limit)
    return work.session.scalars(ordered.with_for_update(skip_locked=True)).all()


def waiting_for_review(work: UnitOfWork, limit: int) -> Sequence[Notice]:
    """Notices that were submitted and neither published nor returned, the longest waiting first."""
    query = select(Notice).where(Notice.status == in_text(NoticeStatus.IN_REVIEW))
    return work.session.scalars(query.order_by(Notice.id).limit(limit)).all()


def readers(work: UnitOfWork, notice_id: UUID, after: UUID, limit: int) -> Sequence[UUID]:
    """Who has read a notice, so many after one of them, in the order of their ids."""
    query = select(Receipt.resident_id).where(Receipt.notice_id == notice_id, Receipt.resident_id > after)
    return work.session.scalars(query.order_by(Receipt.resident_id).limit(limit)).all()
