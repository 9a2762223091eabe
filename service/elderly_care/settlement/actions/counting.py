"""Counting the lines of some elders: what stands in the settlement is taken back, and made anew from facts.

A line of an approved month that no longer says what the facts say is reversed, and the visit is paid anew if it still is.
What was reversed stays reversed, however often it is counted: what it drew may be somebody else's by now.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from service.elderly_care.providers.queries import PriceFacts
from service.elderly_care.settlement import queries, rules
from service.elderly_care.settlement.actions.purses import Grants, Purses, grants_of, purses_of
from service.elderly_care.settlement.actions.writing import Row, delete_lines, insert_lines
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.queries import Chain, StandingLine, VisitFacts
from service.elderly_care.settlement.rules import AMOUNTS, Owed
from service.elderly_care.vouchers import actions as vouchers
from service.elderly_care.vouchers.actions import Draw
from service.kit import locks
from service.kit.months import first_of
from service.kit.prepared import values_of
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Priced:
    """A visit that is paid, at its price, and what is owed for it."""

    visit: VisitFacts
    price: PriceFacts
    owed: Owed


@dataclass(slots=True)
class _Made:
    """Rows to write and what they draw."""

    lines: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)


def count(
    work: UnitOfWork,
    row: Settlement,
    elder_ids: Collection[UUID],
    since: date,
    only: Collection[UUID] | None = None,
) -> int:
    """Count the lines of these elders, of their visits since a day or of some alone; how many have no price.

    One counts at a time in the district: whoever comes first draws first on what an elder has at several operators.
    """
    locks.hold(work, "care_settlements_counting")
    chains = queries.chains_of(work, row, elder_ids, since)
    _take_back(work, row, chains, only)
    facts = _facts(work, row, elder_ids, since, only)
    priced, unpriced = _priced(work, row, facts)
    _reverse(work, row, chains, priced, only)
    _pay(work, row, chains, priced)
    stands = {visit_id for visit_id, chain in chains.items() if chain.standing}
    return len(unpriced - stands)


def _take_back(
    work: UnitOfWork, row: Settlement, chains: dict[UUID, Chain], only: Collection[UUID] | None
) -> None:
    """Take out what the settlement pays so far, and give back what that drew; its reversals stay."""
    own: list[UUID] = []
    for visit_id, chain in chains.items():
        line = chain.standing
        if line is None or line.row.settlement_id != row.id or (only is not None and visit_id not in only):
            continue
        own.append(line.row.id)
        chain.standing = None
        chain.last_number -= 1
    if own:
        vouchers.give_back(work, own)
        delete_lines(work, own)


def _facts(
    work: UnitOfWork,
    row: Settlement,
    elder_ids: Collection[UUID],
    since: date,
    only: Collection[UUID] | None,
) -> list[VisitFacts]:
    """The visits that may stand in this settlement: not those of another month that is still in draft."""
    found = queries.facts_of(work, row, elder_ids, since)
    elsewhere = queries.months_in_draft(work, row) if since < row.month else set()
    return [
        each
        for each in found
        if (only is None or each.visit_id in only)
        and (each.payable is None or first_of(each.payable.day) not in elsewhere)
    ]


def _priced(
    work: UnitOfWork, row: Settlement, facts: Sequence[VisitFacts]
) -> tuple[dict[UUID, _Priced], set[UUID]]:
    """What is owed for each visit, in the order of the facts, and the visits that have no price."""
    prices, policies = queries.prices_of(work, row.contract_id), queries.deduction_policies(work)
    priced, unpriced = {}, set()
    for each in facts:
        if each.payable is None:
            continue
        price = prices.on(each.service_id, each.payable.day)
        if price is None:
            unpriced.add(each.visit_id)
            continue
        owed = rules.owed(each.payable, price.price_fen, policies)
        priced[each.visit_id] = _Priced(each, price, owed)
    return priced, unpriced


def _reverse(
    work: UnitOfWork,
    row: Settlement,
    chains: dict[UUID, Chain],
    priced: dict[UUID, _Priced],
    only: Collection[UUID] | None,
) -> None:
    """Take back lines of approved months that the facts no longer bear out, and give back what they drew."""
    frozen = [
        (visit_id, chain.standing)
        for visit_id, chain in chains.items()
        if chain.standing is not None and chain.standing.is_frozen and (only is None or visit_id in only)
    ]
    grants = _grants_behind(work, [line for _, line in frozen])
    made = _Made()
    reversed_ids = []
    for visit_id, line in frozen:
        if _is_borne_out(line, priced.get(visit_id), grants):
            continue
        reversed_ids.append(line.row.id)
        _add_reversal(work, row, line, made)
        chains[visit_id].standing = None
        chains[visit_id].last_number += 1
    if reversed_ids:
        vouchers.give_back(work, reversed_ids)
        insert_lines(work, made.lines, made.parts)


def _grants_behind(work: UnitOfWork, lines: Sequence[StandingLine]) -> Grants:
    elders: dict[date, set[UUID]] = defaultdict(set)
    for line in lines:
        if line.parts:
            elders[first_of(line.row.service_on)].add(line.row.elder_id)
    return grants_of(work, elders)


def _is_borne_out(line: StandingLine, priced: _Priced | None, grants: Grants) -> bool:
    """Whether a line says what the facts say: the price, what is deducted and why, and that its days are granted."""
    if priced is None:
        return False
    told = (line.row.price_fen, line.row.deducted_fen, line.row.deductions)
    if told != (priced.owed.price_fen, priced.owed.deducted_fen, _told(priced.owed)):
        return False
    day = line.row.service_on
    return all(grants.pays_on(part.entitlement_id, first_of(day), day) for part in line.parts)


def _add_reversal(work: UnitOfWork, row: Settlement, line: StandingLine, made: _Made) -> None:
    taken = line.row
    reversal_id = work.new_id()
    same = ("visit_id", "street_code", "service_on", "proof", "proof_version", "not_served_id")
    also = ("minutes", "minutes_served", "price_id")
    made.lines.append(
        {
            **{name: getattr(taken, name) for name in (*same, *also)},
            **{name: -getattr(taken, name) for name in AMOUNTS},
            "id": reversal_id,
            "settlement_id": row.id,
            "number": taken.number + 1,
            "after": taken.number,
            "reversal_of": taken.id,
            "deductions": [{**each, "fen": -each["fen"]} for each in taken.deductions],
        }
    )
    made.parts.extend(
        {
            "line_id": reversal_id,
            "entitlement_id": part.entitlement_id,
            "fen": -part.fen,
            "minutes": -part.minutes,
        }
        for part in line.parts
    )


def _pay(work: UnitOfWork, row: Settlement, chains: dict[UUID, Chain], priced: dict[UUID, _Priced]) -> None:
    """Make a line for each visit that has none, elder by elder in the order of time, and draw on vouchers for it."""
    unpaid = [each for key, each in priced.items() if key not in chains or chains[key].standing is None]
    if not unpaid:
        return
    elders: dict[date, set[UUID]] = defaultdict(set)
    for each in unpaid:
        elders[_month_of(each)].add(each.visit.elder_id)
    purses = purses_of(work, row, elders, grants_of(work, elders))
    streets = queries.streets_of(work, {each.visit.region_code for each in unpaid})
    made = _Made()
    for each in unpaid:
        chain = chains.get(each.visit.visit_id)
        number = chain.last_number + 1 if chain else 1
        _add_line(work, row, each, purses, made, number=number, street=streets[each.visit.region_code])
    insert_lines(work, made.lines, made.parts)
    vouchers.draw(work, made.draws)


def _add_line(
    work: UnitOfWork, row: Settlement, each: _Priced, purses: Purses, made: _Made, *, number: int, street: str
) -> None:
    visit, payable = each.visit, each.visit.payable
    if payable is None:
        return
    month = _month_of(each)
    amounts, parts = rules.paid_by(
        each.owed, payable.payer, payable.day, purses.get((visit.elder_id, month), ())
    )
    line_id = work.new_id()
    made.lines.append(
        {
            **values_of(amounts),
            "id": line_id,
            "settlement_id": row.id,
            "visit_id": visit.visit_id,
            "number": number,
            "after": number - 1 or None,
            "street_code": street,
            "service_on": payable.day,
            "proof": payable.proof,
            "proof_version": visit.proof_version,
            "not_served_id": visit.not_served_id,
            "minutes": payable.minutes,
            "minutes_served": payable.minutes_served,
            "price_id": each.price.id,
            "deductions": _told(each.owed),
        }
    )
    for part in parts:
        made.parts.append({"line_id": line_id, **values_of(part)})
        made.draws.append(Draw(part.entitlement_id, month, part.minutes or part.fen, line_id))


def _told(owed: Owed) -> list[Row]:
    """What is deducted, as a line keeps it."""
    return [values_of(each) for each in owed.deductions]


def _month_of(each: _Priced) -> date:
    payable = each.visit.payable
    return first_of(payable.day if payable else date.min)
