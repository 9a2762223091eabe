"""Noting what a check on the spot found: what failed is paid to nobody, from then on."""

from uuid import UUID

from service.elderly_care.settlement import permissions, queries
from service.elderly_care.settlement.actions.counting import count
from service.elderly_care.settlement.actions.touching import touch
from service.elderly_care.settlement.errors import ReversalsStay, ShareConfirmed
from service.elderly_care.settlement.models import Settlement, SettlementCheck
from service.elderly_care.settlement.queries import ShownLine
from service.elderly_care.settlement.rules import CheckOutcome, CheckReason, SettlementStatus
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def check(
    work: UnitOfWork, row: Settlement, line_id: UUID, *, outcome: CheckOutcome, note: str | None = None
) -> ShownLine:
    """Note for the street what was found, of a line that is marked or another one; until the street has confirmed.

    The elder's lines are counted anew when that changes what is paid. Raises NotFound, WrongState, ShareConfirmed,
    ReversalsStay, VoucherSpent.
    """
    line = work.found(queries.line_of(work, row, line_id))
    work.require(permissions.may_confirm(work.actor, regions.path_of(work, line.street_code)), OutOfScope)
    if row.status is not SettlementStatus.SUBMITTED:
        raise WrongState(state=row.status)
    share = {each.street_code: each for each in queries.shares_of(work, row.id)}[line.street_code]
    if share.confirmed_at is not None:
        raise ShareConfirmed
    if line.reversal_of is not None:
        raise ReversalsStay
    has_changed = _note(work, row, line.of_visit_id, outcome, note)
    if has_changed:
        _count_elder_anew(work, row, line)
    touch(work, row)
    return work.found(queries.line_of_visit(work, row, line.of_visit_id))


def _note(work: UnitOfWork, row: Settlement, visit_id: UUID, outcome: CheckOutcome, note: str | None) -> bool:
    """Keep what was found; whether that changes what is paid."""
    known = work.session.get(SettlementCheck, (row.id, visit_id))
    if known is None:
        known = SettlementCheck(
            settlement_id=row.id, visit_id=visit_id, reason=CheckReason.STREET, chosen_at=work.now
        )
        work.session.add(known)
    failed_before = known.outcome is CheckOutcome.FAILED
    known.outcome, known.checked_by, known.checked_at = outcome, work.actor.account_id, work.now
    place = f"care_settlement_checks.note:{row.id}:{visit_id}"
    known.note_sealed = work.house.cipher.encrypt(note, bound_to=place) if note else None
    work.session.flush()
    return failed_before is not (outcome is CheckOutcome.FAILED)


def _count_elder_anew(work: UnitOfWork, row: Settlement, line: ShownLine) -> None:
    """Count what the settlement pays the elder in this street; nothing that has come since joins it."""
    own = queries.lines_of_elder(work, row.id, line.elder_id, line.street_code)
    since = min(each.service_on for each in own)
    count(work, row, [line.elder_id], since, only={each.visit_id for each in own})
    queries.add_up(work, row.id)
