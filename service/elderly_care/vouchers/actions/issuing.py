"""Issuing what elders are granted for a month, and withdrawing what they are granted no more."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.entitlements.queries import GrantedInMonth
from service.elderly_care.vouchers import queries, rules
from service.elderly_care.vouchers.actions.entries import Movement, add_entries
from service.elderly_care.vouchers.actions.telling import tell_of_issue
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.clock import local_date
from service.kit.months import first_of
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork

_AT_ONCE = 500


def issue_due(work: UnitOfWork) -> None:
    """Issue some of the vouchers that are missing, of months that may still be settled, the present one first."""
    months = queries.open_months(work)
    elder_ids: set[UUID] = set()
    for month in reversed(months):
        if len(elder_ids) < _AT_ONCE:
            elder_ids |= set(queries.without_voucher(work, month, _AT_ONCE - len(elder_ids)))
    if elder_ids:
        align(work, elder_ids, months)


def align(work: UnitOfWork, elder_ids: Collection[UUID], months: Sequence[date]) -> None:
    """Bring the vouchers of these elders in line with what they are granted for these months, the oldest first.

    All are made before any is held: so nobody who makes one waits for another who holds one.
    """
    granted = {month: begin(work, elder_ids, month) for month in months}
    entitlement_ids = {each.entitlement_id for each in _all(granted)}
    settle(work, granted, queries.held(work, entitlement_ids, granted))


def align_elder(work: UnitOfWork, elder_id: UUID) -> None:
    """Bring an elder's vouchers in line, for every month that may still be settled."""
    align(work, [elder_id], queries.open_months(work))


def begin(work: UnitOfWork, elder_ids: Collection[UUID], month: date) -> Sequence[GrantedInMonth]:
    """Make the vouchers that are missing, still empty, and hold what was granted: another who does so adds nothing."""
    places = queries.hold_grants(work, elder_ids, month)
    granted = entitlements.granted_in(work, elder_ids, month)
    if not queries.is_open(work, month):
        return granted
    standing = queries.vouchers_of(work, places, month)
    worth = queries.whole_months(work, granted)
    new = [
        _row(work, each, month, worth[each.entitlement_id], places[each.entitlement_id])
        for each in sorted(granted, key=lambda each: each.entitlement_id)
        if each.first_day is not None and each.entitlement_id not in standing
    ]
    if new:
        work.session.execute(insert(table_of(Voucher)).on_conflict_do_nothing(), new)
    return granted


def settle(
    work: UnitOfWork,
    granted: Mapping[date, Sequence[GrantedInMonth]],
    held: Mapping[queries.Key, Voucher],
) -> None:
    """Let vouchers that the caller holds be worth what is granted; who has a new one for this month is told once."""
    moved: list[Movement] = []
    for month, grants in granted.items():
        for group in queries.by_scheme(grants):
            known = [each for each in group if (each.entitlement_id, month) in held]
            moved += _moves(work, known, [held[each.entitlement_id, month] for each in known])
    work.session.flush()
    fresh = [each.voucher for each in moved if each.voucher.issued == 0]
    add_entries(work, moved)
    this_month = first_of(local_date(work.now))
    tell_of_issue(work, [each for each in fresh if each.month == this_month])


def _moves(
    work: UnitOfWork, group: Sequence[GrantedInMonth], vouchers: Sequence[Voucher]
) -> Iterator[Movement]:
    parts = [queries.part_of(each, voucher, {}) for each, voucher in zip(group, vouchers, strict=True)]
    for each, voucher, worth in zip(group, vouchers, rules.entitled(parts), strict=True):
        voucher.first_day, voucher.last_day, voucher.entitled = each.first_day, each.last_day, worth
    for voucher, move in zip(vouchers, rules.moves(parts), strict=True):
        if move < 0:
            yield Movement(voucher, EntryKind.WITHDRAWN, -move)
        elif move > 0 and queries.is_open(work, voucher.month):
            yield Movement(voucher, EntryKind.ISSUED, move)


def _row(
    work: UnitOfWork, each: GrantedInMonth, month: date, worth: int, region_code: str
) -> dict[str, object]:
    return {
        "id": work.new_id(),
        "entitlement_id": each.entitlement_id,
        "elder_id": each.elder_id,
        "region_code": region_code,
        "scheme_id": each.scheme_id,
        "month": month,
        "unit": rules.unit_of(each.unit),
        "granted": worth,
        "entitled": 0,
        "first_day": each.first_day,
        "last_day": each.last_day,
        "open_until": rules.open_until(month, work.house.settings.care_voucher_settle_days),
        **dict.fromkeys(EntryKind, 0),
        "made_at": work.now,
    }


def _all(granted: Mapping[date, Sequence[GrantedInMonth]]) -> Iterator[GrantedInMonth]:
    return (each for grants in granted.values() for each in grants)
