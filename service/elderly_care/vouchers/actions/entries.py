"""Adding entries: the one way in which a voucher's sums change."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.constraints import refusal_of
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork

_COUNTED = (*EntryKind, "remaining", "status")
_ADD = Prepared(
    text(
        """
        INSERT INTO care_voucher_entries (id, voucher_id, kind, amount, settlement_line_id, made_at, made_by)
        SELECT added.*, :made_at, CAST(:made_by AS uuid)
          FROM unnest(CAST(:ids AS uuid[]), CAST(:vouchers AS uuid[]), CAST(:kinds AS text[]),
                      CAST(:amounts AS integer[]), CAST(:lines AS uuid[])) AS added
        """
    )
)


@dataclass(frozen=True, slots=True)
class Movement:
    """What happens to a voucher, which the caller holds."""

    voucher: Voucher
    kind: EntryKind
    amount: int
    settlement_line_id: UUID | None = None


def add_entries(work: UnitOfWork, movements: Sequence[Movement]) -> None:
    """Add entries, all in one statement. Raises VoucherSpent when more would be drawn than there is."""
    if not movements:
        return
    try:
        _ADD(
            work,
            ids=[work.new_id() for _ in movements],
            vouchers=[each.voucher.id for each in movements],
            kinds=[each.kind.value for each in movements],
            amounts=[each.amount for each in movements],
            lines=[each.settlement_line_id for each in movements],
            made_at=work.now,
            made_by=work.actor.account_id,
        )
    except IntegrityError as error:
        raise (refusal_of(error) or error) from error
    for voucher in {each.voucher for each in movements}:
        work.session.expire(voucher, _COUNTED)
