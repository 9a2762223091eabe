"""Settlements as they are told: to the operator, the district and the auditor whole, to a street its own share."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.permissions import may_audit
from service.elderly_care.settlement import permissions
from service.elderly_care.settlement.models import Settlement, SettlementReturnReason, SettlementShare
from service.elderly_care.settlement.queries.adding_up import checks_of_all
from service.elderly_care.settlement.rules import SettlementStatus
from service.kit.background import BackgroundRun, RunStatus
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions

SUMS = ("gross_fen", "subsidy_fen", "insurance_fen", "self_pay_fen", "deducted_fen")
BORNE = ("central_fen", "city_fen", "district_fen", "town_fen", "unshared_fen")


@dataclass(frozen=True, slots=True)
class Totals:
    """Lines added up, in fen."""

    gross_fen: int
    subsidy_fen: int
    insurance_fen: int
    self_pay_fen: int
    deducted_fen: int


@dataclass(frozen=True, slots=True)
class Borne:
    """What the levels of government bear of the subsidies, in fen, and what none has agreed to bear."""

    central_fen: int
    city_fen: int
    district_fen: int
    town_fen: int
    unshared_fen: int


@dataclass(frozen=True, slots=True)
class Counting:
    """How far the counting is, in visits, and whether it goes on."""

    status: RunStatus
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Checks:
    """How many lines are to be checked on the spot, and how many were."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A street's share as it is told."""

    street_code: str
    lines: int
    totals: Totals
    cost_shares: Borne
    checks: Checks
    confirmed_at: datetime | None
    return_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSettlement:
    """A settlement as it is told: to a street with its own share alone."""

    id: UUID
    version: int
    contract_id: UUID
    organisation_id: UUID
    organisation_name: str | None
    month: date
    status: SettlementStatus
    counting: Counting | None
    lines: int
    unpriced: int | None
    totals: Totals
    cost_shares: Borne
    shares: Sequence[ShownShare]
    made_at: datetime
    counted_at: datetime | None
    submitted_at: datetime | None
    returned_at: datetime | None
    return_reason: str | None
    approved_at: datetime | None
    paid_on: date | None
    voucher_no: str | None


def shown(work: UnitOfWork, row: Settlement) -> ShownSettlement:
    """A settlement as it is told, once the database has taken it."""
    work.session.flush()
    return listed(work, [row])[0]


def listed(work: UnitOfWork, rows: Sequence[Settlement]) -> list[ShownSettlement]:
    """Settlements as they are told."""
    ids = [row.id for row in rows]
    shares = _shares_seen(work, rows)
    checks = checks_of_all(work, ids)
    reasons = _reasons_of_shares(work, rows)
    names = organisations.names(work, {row.organisation_id for row in rows})
    counting = _counting(work, rows)
    return [
        _shown(
            work,
            row,
            shares=shares[row.id],
            checks=checks,
            reasons=reasons,
            organisation_name=names.get(row.organisation_id),
            counting=counting.get(row.id),
        )
        for row in rows
    ]


def _shares_seen(work: UnitOfWork, rows: Sequence[Settlement]) -> Mapping[UUID, list[SettlementShare]]:
    whole = {row.id for row in rows if sees_all_lines(work, row)}
    own = own_streets(work)
    query = select(SettlementShare).where(SettlementShare.settlement_id.in_([row.id for row in rows]))
    seen: dict[UUID, list[SettlementShare]] = defaultdict(list)
    for each in work.session.scalars(query.order_by(SettlementShare.street_code)):
        if each.settlement_id in whole or each.street_code in own:
            seen[each.settlement_id].append(each)
    return seen


def _counting(work: UnitOfWork, rows: Collection[Settlement]) -> dict[UUID, Counting]:
    open_rows = [row for row in rows if row.counted_at is None]
    runs = select(BackgroundRun.id, BackgroundRun.status).where(
        BackgroundRun.id.in_([row.run_id for row in open_rows])
    )
    statuses = {each.id: each.status for each in work.session.execute(runs)} if open_rows else {}
    return {
        row.id: Counting(
            statuses.get(row.run_id, RunStatus.FAILED) if row.run_id else RunStatus.FAILED,
            row.counting_done,
            row.counting_of,
        )
        for row in open_rows
    }


def _shown(
    work: UnitOfWork,
    row: Settlement,
    *,
    shares: Sequence[SettlementShare],
    checks: Mapping[tuple[UUID, str], tuple[int, int]],
    reasons: Mapping[tuple[UUID, str], str],
    organisation_name: str | None,
    counting: Counting | None,
) -> ShownSettlement:
    own = {"organisation_name", "counting", "lines", "unpriced", "totals", "cost_shares", "shares"}
    told = own | {"return_reason"}
    is_whole = sees_all_lines(work, row)
    return ShownSettlement(
        **{name: getattr(row, name) for name in ShownSettlement.__dataclass_fields__.keys() - told},
        organisation_name=organisation_name,
        counting=counting if is_whole else None,
        lines=sum(each.lines for each in shares),
        unpriced=row.unpriced if is_whole else None,
        totals=_totals(shares),
        cost_shares=_borne(shares),
        shares=[_shown_share(each, checks, reasons) for each in shares],
        return_reason=_reason(work, row),
    )


def _shown_share(
    each: SettlementShare,
    checks: Mapping[tuple[UUID, str], tuple[int, int]],
    reasons: Mapping[tuple[UUID, str], str],
) -> ShownShare:
    done, chosen = checks.get((each.settlement_id, each.street_code), (0, 0))
    return ShownShare(
        street_code=each.street_code,
        lines=each.lines,
        totals=_totals([each]),
        cost_shares=_borne([each]),
        checks=Checks(done, chosen),
        confirmed_at=each.confirmed_at,
        return_reason=reasons.get((each.settlement_id, each.street_code)),
    )


def _totals(shares: Sequence[SettlementShare]) -> Totals:
    return Totals(*(sum(getattr(each, name) for each in shares) for name in SUMS))


def _borne(shares: Sequence[SettlementShare]) -> Borne:
    return Borne(*(sum(getattr(each, name) for each in shares) for name in BORNE))


def _reasons_of_shares(work: UnitOfWork, rows: Sequence[Settlement]) -> dict[tuple[UUID, str], str]:
    """Why settlements were given back last, by settlement and street."""
    returned = [row.id for row in rows if row.returned_at is not None]
    if not returned:
        return {}
    query = (
        select(SettlementReturnReason)
        .join(Settlement, Settlement.id == SettlementReturnReason.settlement_id)
        .where(Settlement.id.in_(returned), SettlementReturnReason.made_at == Settlement.returned_at)
        .order_by(SettlementReturnReason.id)
    )
    return {
        (each.settlement_id, each.street_code): work.house.cipher.decrypt(
            each.text_sealed, bound_to=f"care_settlement_return_reasons.text:{each.id}"
        )
        for each in work.session.scalars(query)
    }


def _reason(work: UnitOfWork, row: Settlement) -> str | None:
    if row.return_reason_sealed is None:
        return None
    place = f"care_settlements.return_reason:{row.id}"
    return work.house.cipher.decrypt(row.return_reason_sealed, bound_to=place)


def own_streets(work: UnitOfWork) -> set[str]:
    """The streets for which the actor confirms."""
    tops = permissions.streets(work.actor)
    return set(work.session.scalars(regions.below(tops))) if tops else set()


def sees_all_lines(work: UnitOfWork, row: Settlement) -> bool:
    """Whether the actor sees the lines of all streets: the operator, the district, the auditor."""
    actor = work.actor
    return (
        permissions.may_govern(actor)
        or may_audit(actor)
        or permissions.may_settle(actor, row.organisation_id)
    )
