"""How many notices of some days each person of a stretch has not read, for the digest."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, true

from service.events.notices.models import Addressee, Notice, Receipt
from service.kit.work import UnitOfWork
from service.residents.audiences import queries as audiences


def unread_by_number(
    work: UnitOfWork, after: UUID, last: UUID | None, *, since: datetime, until: datetime
) -> Mapping[int, list[UUID]]:
    """The people between two ids by how many notices that addressed them in this time they have not read; none: not there."""
    person = audiences.in_stretch(audiences.everybody(), after, last).subquery()
    read = select(Receipt.notice_id).where(
        Receipt.notice_id == Addressee.notice_id, Receipt.resident_id == Addressee.resident_id
    )
    # For each person by their own index: of all who are on record few were addressed by what is new.
    unread = (
        select(func.count().label("number"))
        .select_from(Addressee)
        .join(Notice, Notice.id == Addressee.notice_id)
        .where(
            Addressee.resident_id == person.c.id,
            Addressee.published_at > since,
            Addressee.published_at <= until,
            Notice.rank.is_not(None),
            or_(Notice.expires_at.is_(None), Notice.expires_at > work.now),
            ~read.exists(),
        )
        .lateral()
    )
    found: dict[int, list[UUID]] = {}
    rows = select(person.c.id, unread.c.number).join(unread, true()).where(unread.c.number > 0)
    for row in work.session.execute(rows):
        found.setdefault(row.number, []).append(row.id)
    return found
