"""How a settlement moves from the manager to the streets, the district and the payment, and back with reasons."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from service.elderly_care.settlement import permissions, queries, rules
from service.elderly_care.settlement.actions.touching import touch
from service.elderly_care.settlement.errors import (
    ChecksOpen,
    ConfirmedIt,
    CountingUnderWay,
    NoSuchLine,
    NothingToSettle,
    ShareConfirmed,
)
from service.elderly_care.settlement.messages import SettlementMoved
from service.elderly_care.settlement.models import Settlement, SettlementRemark, SettlementShare
from service.elderly_care.settlement.rules import SettlementStatus, Step
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork


def submit(work: UnitOfWork, row: Settlement) -> Settlement:
    """Hand a counted draft to the streets, as the operator's manager, and draw the sample that they check.

    Raises WrongState, CountingUnderWay, NothingToSettle.
    """
    work.require(permissions.may_settle(work.actor, row.organisation_id), OutOfScope)
    status = rules.after(row.status, Step.SUBMIT)
    if row.counted_at is None:
        raise CountingUnderWay
    if not queries.shares_of(work, row.id):
        raise NothingToSettle
    queries.choose_checks(work, row.id, row.seed, work.house.settings.care_settlement_sample_per_mille)
    row.submitted_by, row.submitted_at = work.actor.account_id, work.now
    return _move(work, row, status)


def return_it(
    work: UnitOfWork, row: Settlement, *, reason: str, lines: Sequence[Mapping[str, Any]] = ()
) -> Settlement:
    """Give a settlement back to be put right, as a street that has a share or as the district, with reasons by lines.

    Raises WrongState, NoSuchLine.
    """
    work.require(permissions.may_govern(work.actor) or bool(_own_shares(work, row)), OutOfScope)
    status = rules.after(row.status, Step.RETURN)
    _remark(work, row, lines)
    for share in queries.shares_of(work, row.id):
        share.confirmed_by = share.confirmed_at = None
    row.returned_by, row.returned_at = work.actor.account_id, work.now
    row.return_reason_sealed = work.house.cipher.encrypt(
        reason, bound_to=f"care_settlements.return_reason:{row.id}"
    )
    return _move(work, row, status)


def confirm(work: UnitOfWork, row: Settlement) -> Settlement:
    """Confirm a street's share once all that is marked was checked; the last street lets the whole be confirmed.

    Raises WrongState, ShareConfirmed, ChecksOpen.
    """
    own = _own_shares(work, row)
    work.require(bool(own), OutOfScope)
    status = rules.after(row.status, Step.CONFIRM)
    waiting = [each for each in own if each.confirmed_at is None]
    if not waiting:
        raise ShareConfirmed
    still_open = queries.open_checks(work, row.id)
    count = sum(still_open.get(each.street_code, 0) for each in waiting)
    if count:
        raise ChecksOpen(count=count)
    for each in waiting:
        each.confirmed_by, each.confirmed_at = work.actor.account_id, work.now
    if all(each.confirmed_at is not None for each in queries.shares_of(work, row.id)):
        return _move(work, row, status)
    touch(work, row)
    return row


def approve(work: UnitOfWork, row: Settlement) -> Settlement:
    """Approve what the streets have confirmed, as the district and not as who confirmed; then it is frozen.

    Raises WrongState, ConfirmedIt.
    """
    work.require(permissions.may_govern(work.actor), OutOfScope)
    status = rules.after(row.status, Step.APPROVE)
    confirmers = {each.confirmed_by for each in queries.shares_of(work, row.id)}
    if work.actor.account_id in confirmers:
        raise ConfirmedIt
    row.approved_by, row.approved_at = work.actor.account_id, work.now
    return _move(work, row, status)


def pay(work: UnitOfWork, row: Settlement, *, voucher_no: str, paid_on: date) -> Settlement:
    """Note as the district that it was paid, when and by which voucher. Raises WrongState, PaymentDay."""
    work.require(permissions.may_govern(work.actor), OutOfScope)
    status = rules.after(row.status, Step.PAY)
    approved_at = row.approved_at or work.now
    rules.check_paid_on(paid_on, local_date(approved_at), local_date(work.now))
    row.voucher_no, row.paid_on = voucher_no, paid_on
    row.paid_by, row.paid_at = work.actor.account_id, work.now
    return _move(work, row, status)


def _own_shares(work: UnitOfWork, row: Settlement) -> list[SettlementShare]:
    own = queries.own_streets(work)
    return [each for each in queries.shares_of(work, row.id) if each.street_code in own]


def _remark(work: UnitOfWork, row: Settlement, lines: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was wrong with lines, by their visits: the lines themselves are made anew."""
    visits = queries.visits_of_lines(work, row, [each["line_id"] for each in lines])
    for place, each in enumerate(lines):
        if each["line_id"] not in visits:
            raise NoSuchLine(field=f"lines.{place}.line_id")
        remark = SettlementRemark(
            id=work.new_id(),
            settlement_id=row.id,
            visit_id=visits[each["line_id"]],
            made_by=work.actor.account_id,
            made_at=work.now,
        )
        place_of_text = f"care_settlement_remarks.text:{remark.id}"
        remark.text_sealed = work.house.cipher.encrypt(each["reason"], bound_to=place_of_text)
        work.session.add(remark)


def _move(work: UnitOfWork, row: Settlement, status: SettlementStatus) -> Settlement:
    row.status = status
    touch(work, row)
    work.announce(SettlementMoved(settlement_id=row.id, status=status))
    return row
