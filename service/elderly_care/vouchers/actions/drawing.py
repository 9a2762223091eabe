"""Drawing on vouchers for the lines of a settlement, and giving back what they drew."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.elderly_care.vouchers import queries, rules
from service.elderly_care.vouchers.actions.entries import Movement, add_entries
from service.elderly_care.vouchers.actions.issuing import begin, settle
from service.elderly_care.vouchers.errors import VoucherSpent
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Draw:
    """What a line of a settlement takes of the voucher of an entitlement and the month of a day, in the voucher's unit."""

    entitlement_id: UUID
    month: date
    amount: int
    settlement_line_id: UUID


def draw(work: UnitOfWork, draws: Sequence[Draw]) -> None:
    """Draw on vouchers, all or nothing; what is not issued yet is issued first. Raises VoucherSpent.

    The vouchers are held in one order until the transaction ends: who draws in several calls calls in the order of the
    months, and for several elders at once.
    """
    keys = {(each.entitlement_id, rules.first_of(each.month)) for each in draws}
    held = _held(work, keys)
    left = {key: voucher.remaining for key, voucher in held.items()}
    movements = []
    for each in draws:
        key = (each.entitlement_id, rules.first_of(each.month))
        if each.amount > left.get(key, 0):
            raise VoucherSpent
        left[key] -= each.amount
        movements.append(Movement(held[key], EntryKind.DRAWN, each.amount, each.settlement_line_id))
    add_entries(work, movements)


def give_back(work: UnitOfWork, settlement_line_ids: Collection[UUID]) -> None:
    """Give back all that these lines drew and have not given back; what is granted no more is withdrawn at once."""
    concerned = queries.voucher_ids_of_lines(work, settlement_line_ids)
    vouchers = {row.id: row for row in queries.held_by_id(work, concerned)}
    returned = [
        Movement(vouchers[each.voucher_id], EntryKind.RETURNED, each.amount, each.settlement_line_id)
        for each in queries.drawn_by_lines(work, settlement_line_ids)
    ]
    add_entries(work, [*returned, *_granted_no_more(returned)])


def _held(work: UnitOfWork, keys: Collection[queries.Key]) -> Mapping[queries.Key, Voucher]:
    """The vouchers with these keys, held; those that were missing are made and issued with their elders' others."""
    wanted: dict[date, set[UUID]] = defaultdict(set)
    for entitlement_id, month in keys:
        wanted[month].add(entitlement_id)
    granted = {}
    for month, entitlement_ids in sorted(wanted.items()):
        missing = entitlement_ids - queries.vouchers_of(work, entitlement_ids, month).keys()
        if missing:
            granted[month] = begin(work, queries.elder_ids_of(work, missing), month)
    theirs = {each.entitlement_id for grants in granted.values() for each in grants}
    concerned = {entitlement_id for entitlement_id, _ in keys} | theirs
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
