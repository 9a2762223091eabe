"""What becomes of addressees and receipts when two records of one person become one."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.events.notices.models import BY_PERSON, Receipt
from service.kit.merging import Changes, Pair


def address_once(changes: Changes, pair: Pair) -> None:
    """Where both records were addressed or have read, one row stays; the figures keep the two that they were.

    What only the one that goes has confirmed is confirmed.
    """
    _confirm(changes, pair)
    for model in BY_PERSON:
        other = aliased(model)
        both = select(other.notice_id).where(other.resident_id == pair.kept)
        changes.set_aside(model, model.resident_id == pair.gone, model.notice_id.in_(both))


def _confirm(changes: Changes, pair: Pair) -> None:
    work, gone = changes.work, aliased(Receipt)
    confirmed = (
        select(gone.notice_id, gone.confirmed_at, Receipt.read_at)
        .join(Receipt, Receipt.notice_id == gone.notice_id)
        .where(
            gone.resident_id == pair.gone,
            gone.confirmed_at.is_not(None),
            Receipt.resident_id == pair.kept,
            Receipt.confirmed_at.is_(None),
        )
    )
    for row in work.session.execute(confirmed).all():
        theirs = Receipt.notice_id == row.notice_id, Receipt.resident_id == pair.kept
        changes.change(Receipt, *theirs, confirmed_at=max(row.confirmed_at, row.read_at))
