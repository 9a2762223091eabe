"""Drawing on vouchers for the lines of a settlement, and giving back what they drew."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.elderly_care.vouchers import queries
from service.elderly_care.vouchers.actions.entries import Movement, add_entries
from service.elderly_care.vouchers.actions.issuing import begin, settle
from service.elderly_care.vouchers.errors import VoucherSpent
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.months import first_of
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Draw:
    """What a line of a settlement takes of the voucher of an entitlement and the month of a day, in the voucher's unit."""

    entitlement_id: UUID
    month: date
    amount: int
    settlement_line_id: UUID


def draw(work: UnitOfWork, draws: Sequence[Draw]) -> None:
    """Draw on vouchers, all or nothing; what is granted and not issued yet is issued first. Raises VoucherSpent.

    The vouchers are held in one order until the transaction ends: who draws in several calls calls in the order of the
    months, and for several elders at once.
    """
    wanted: dict[date, Counter[UUID]] = defaultdict(Counter)
    for each in draws:
        wanted[first_of(each.month)][each.entitlement_id] += each.amount
    held = _held(work, wanted)
    for month, amounts in wanted.items():
        for entitlement_id, amount in amounts.items():
            voucher = held.get((entitlement_id, month))
            if voucher is None or voucher.remaining < amount:
                raise VoucherSpent
    add_entries(work, [_drawn(each, held) for each in draws])


def give_back(work: UnitOfWork, settlement_line_ids: Collection[UUID]) -> None:
    """Give back all that these lines drew and have not given back; what is granted no more is withdrawn at once."""
    concerned = queries.voucher_ids_of_lines(work, settlement_line_ids)
    vouchers = {row.id: row for row in queries.held_by_id(work, concerned)}
    returned = [
        Movement(vouchers[each.voucher_id], EntryKind.RETURNED, each.amount, each.settlement_line_id)
        for each in queries.drawn_by_lines(work, settlement_line_ids)
    ]
    add_entries(work, [*returned, *_granted_no_more(returned)])


def _drawn(each: Draw, held: Mapping[queries.Key, Voucher]) -> Movement:
    voucher = held[each.entitlement_id, first_of(each.month)]
    return Movement(voucher, EntryKind.DRAWN, each.amount, each.settlement_line_id)


def _held(work: UnitOfWork, wanted: Mapping[date, Mapping[UUID, int]]) -> Mapping[queries.Key, Voucher]:
    """The vouchers of these months and entitlements, held; those that are missing or short are brought in line first."""
    granted = {}
    for month, amounts in sorted(wanted.items()):
        standing = queries.vouchers_of(work, amounts, month)
        enough = {each for each, row in standing.items() if row.remaining >= amounts[each]}
        if amounts.keys() - enough:
            granted[month] = begin(work, queries.elder_ids_of(work, amounts.keys() - enough), month)
    theirs = {each.entitlement_id for grants in granted.values() for each in grants}
    concerned = theirs.union(*wanted.values())
    held = queries.held(work, concerned, wanted)
    if not granted:
        return held
    settle(work, granted, held)
    return queries.held(work, concerned, wanted)


def _granted_no_more(returned: Sequence[Movement]) -> Iterator[Movement]:
    """What vouchers hold beyond what they are entitled to, once something comes back to them."""
    back: dict[Voucher, int] = defaultdict(int)
    for each in returned:
        back[each.voucher] += each.amount
    for voucher, amount in back.items():
        beyond = voucher.issued - voucher.withdrawn - voucher.entitled
        withdrawn = min(beyond, voucher.remaining + amount)
        if withdrawn > 0:
            yield Movement(voucher, EntryKind.WITHDRAWN, withdrawn)
