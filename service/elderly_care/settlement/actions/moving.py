"""How a settlement moves from the manager to the streets, the district and the payment, and back with reasons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from service.elderly_care.settlement import permissions, queries, rules
from service.elderly_care.settlement.actions.touching import touch
from service.elderly_care.settlement.errors import (
    ChecksOpen,
    ConfirmedIt,
    CountingUnderWay,
    NoSuchLine,
    NoSuchShare,
    NothingToSettle,
    ShareConfirmed,
)
from service.elderly_care.settlement.messages import SettlementMoved
from service.elderly_care.settlement.models import (
    Settlement,
    SettlementRemark,
    SettlementReturnReason,
    SettlementShare,
)
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
    work: UnitOfWork,
    row: Settlement,
    *,
    reason: str,
    shares: Sequence[Mapping[str, Any]] = (),
    lines: Sequence[Mapping[str, Any]] = (),
) -> Settlement:
    """Give a settlement back to be put right, as a street that has a share or as the district, with reasons by lines.

    What the district says of the whole every street hears; what a street says stands with its own share, and so does what
    is said of shares one by one. Raises WrongState, NoSuchShare, NoSuchLine.
    """
    is_district = permissions.may_govern(work.actor)
    own = queries.shares_of(work, row.id) if is_district else _own_shares(work, row)
    work.require(is_district or bool(own), OutOfScope)
    status = rules.after(row.status, Step.RETURN)
    reasons = {} if is_district else {each.street_code: reason for each in own}
    _say_of_shares(work, row, reasons | _reasons_by_street(shares, {each.street_code for each in own}))
    _remark(work, row, lines)
    for share in queries.shares_of(work, row.id):
        share.confirmed_by = share.confirmed_at = None
    row.returned_by, row.returned_at = work.actor.account_id, work.now
    place = f"care_settlements.return_reason:{row.id}"
    row.return_reason_sealed = work.house.cipher.encrypt(reason, bound_to=place) if is_district else None
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


def _reasons_by_street(shares: Sequence[Mapping[str, Any]], seen: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, each in enumerate(shares):
        if each["street_code"] not in seen or each["street_code"] in found:
            raise NoSuchShare(field=f"shares.{place}.street_code")
        found[each["street_code"]] = each["reason"]
    return found


def _say_of_shares(work: UnitOfWork, row: Settlement, reasons: Mapping[str, str]) -> None:
    for street_code, reason in reasons.items():
        made = SettlementReturnReason(
            id=work.new_id(),
            settlement_id=row.id,
            street_code=street_code,
            made_by=work.actor.account_id,
            made_at=work.now,
        )
        place = f"care_settlement_return_reasons.text:{made.id}"
        made.text_sealed = work.house.cipher.encrypt(reason, bound_to=place)
        work.session.add(made)


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
