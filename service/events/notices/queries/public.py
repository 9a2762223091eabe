"""The notices of a place that are open to the world, for its feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, bindparam, or_, select, true

from service.events.notices.models import Notice, NoticeTarget
from service.kit.database import Moment
from service.kit.lists import given, in_text
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.regions import queries as regions

MOST = 50


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as a feed shows it."""

    id: UUID
    title: str
    body_html: str
    summary: str
    category: str
    published_at: datetime
    updated_at: datetime


def public_notices(work: UnitOfWork, region_code: str) -> Sequence[PublicNotice]:
    """The newest public notices to a place, to what lies above it and to what lies in it."""
    rows: Any = _PUBLIC(work, places=[region_code], now=work.now)
    return [PublicNotice(*row) for row in rows]


def _statement() -> Prepared:
    places = given("places", String())
    most: ColumnElement[int] = in_text(MOST)
    codes = regions.below(places).union(regions.above(places)).cte("codes")
    target = NoticeTarget
    first = (
        select(target.published_at, target.notice_id.label("id"))
        .where(
            target.region_code == codes.c.code,
            target.is_public,
            target.rank.is_not(None),
            or_(target.expires_at.is_(None), target.expires_at > bindparam("now", type_=Moment())),
        )
        .order_by(target.published_at.desc(), target.notice_id.desc())
        .limit(most)
        .lateral("each")
    )
    found = select(first.c.published_at, first.c.id).select_from(codes).join(first, true()).distinct()
    newest = found.order_by(first.c.published_at.desc(), first.c.id.desc()).limit(most).subquery("newest")
    told = select(*(getattr(Notice, name) for name in PublicNotice.__dataclass_fields__))
    ordered = told.join(newest, newest.c.id == Notice.id)
    return Prepared(ordered.order_by(Notice.published_at.desc(), Notice.id.desc()))


_PUBLIC = _statement()
