"""What elders may draw in a month, whether or not it was issued already, and the vouchers that somebody is to change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.queries import GrantedInMonth
from service.elderly_care.entitlements.rules import IN_FORCE, Unit
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.vouchers import rules
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import Part
from service.kit.clock import local_date
from service.kit.months import first_of, last_of
from service.kit.work import UnitOfWork

Key = tuple[UUID, date]
"""An entitlement and the first day of a month: by which a voucher is known."""


@dataclass(frozen=True, slots=True)
class OpenVoucher:
    """What an elder may still draw in a month, in fen, or in minutes where the grant is in hours, on days from first to last."""

    entitlement_id: UUID
    elder_id: UUID
    scheme_id: UUID
    unit: Unit
    left: int
    first_day: date
    last_day: date


def open_in(work: UnitOfWork, elder_ids: Collection[UUID], month: date) -> list[OpenVoucher]:
    """What these elders may draw in the month of a day, by elder, scheme and first day; the caller has checked who asks.

    What is not issued yet is told as if it were. Of each entitlement that has a day in the month there is one, also where
    nothing of it is left, because it was drawn or has expired.
    """
    first = first_of(month)
    granted = entitlements.granted_in(work, elder_ids, first)
    standing = vouchers_of(work, [each.entitlement_id for each in granted], first)
    worth = whole_months(work, granted)
    may_issue = is_open(work, first)
    found = []
    for group in by_scheme(granted):
        parts = [part_of(each, standing.get(each.entitlement_id), worth) for each in group]
        moves = rules.moves(parts)
        for each, part, move in zip(group, parts, moves, strict=True):
            if each.first_day is None or each.last_day is None:
                continue
            left = part.issued - part.used + (move if may_issue else 0)
            found.append(
                OpenVoucher(
                    entitlement_id=each.entitlement_id,
                    elder_id=each.elder_id,
                    scheme_id=each.scheme_id,
                    unit=each.unit,
                    left=left,
                    first_day=each.first_day,
                    last_day=each.last_day,
                )
            )
    return found


def whole_months(work: UnitOfWork, granted: Sequence[GrantedInMonth]) -> dict[UUID, int]:
    """What each of these gives for a whole month, in its voucher's unit, by entitlement."""
    schemes = subsidies.schemes_by_id(work, {each.scheme_id for each in granted})
    return {
        each.entitlement_id: rules.amount_of(each.unit, each.amount, schemes[each.scheme_id].monthly_cap_fen)
        for each in granted
    }


def by_scheme(granted: Sequence[GrantedInMonth]) -> list[list[GrantedInMonth]]:
    """Those of one elder and scheme together."""
    found: dict[tuple[UUID, UUID], list[GrantedInMonth]] = {}
    for each in granted:
        found.setdefault((each.elder_id, each.scheme_id), []).append(each)
    return list(found.values())


def part_of(each: GrantedInMonth, voucher: Voucher | None, worth: dict[UUID, int]) -> Part:
    """How the voucher of a grant stands; what it was worth when it was made stays so."""
    days = rules.days_in(each.first_day, each.last_day)
    if voucher is None:
        return Part(worth[each.entitlement_id], days, 0, 0)
    issued = voucher.issued - voucher.withdrawn
    return Part(voucher.granted, days, issued, issued - voucher.remaining)


def is_open(work: UnitOfWork, month: date) -> bool:
    """Whether services of this month may be settled today, and what is granted for it is issued."""
    today = local_date(work.now)
    return month <= today <= rules.open_until(month, work.house.settings.care_voucher_settle_days)


def open_months(work: UnitOfWork) -> list[date]:
    """The months whose services may be settled today, the oldest first."""
    return rules.open_months(local_date(work.now), work.house.settings.care_voucher_settle_days)


def vouchers_of(work: UnitOfWork, entitlement_ids: Collection[UUID], month: date) -> dict[UUID, Voucher]:
    """The vouchers of a month, by entitlement."""
    query = select(Voucher).where(Voucher.entitlement_id.in_(entitlement_ids), Voucher.month == month)
    rows = work.session.scalars(query, execution_options={"populate_existing": True})
    return {row.entitlement_id: row for row in rows}


def held(work: UnitOfWork, entitlement_ids: Collection[UUID], months: Collection[date]) -> dict[Key, Voucher]:
    """The vouchers of these entitlements and months as they stand now, held until this transaction ends."""
    return {
        (row.entitlement_id, row.month): row
        for row in _held(work, Voucher.entitlement_id.in_(entitlement_ids) & Voucher.month.in_(months))
    }


def held_by_id(work: UnitOfWork, voucher_ids: Collection[UUID]) -> Sequence[Voucher]:
    """These vouchers as they stand now, held until this transaction ends."""
    return _held(work, Voucher.id.in_(voucher_ids))


def hold_grants(work: UnitOfWork, elder_ids: Collection[UUID], month: date) -> dict[UUID, str]:
    """Let nobody stop what these elders are granted for a month until this transaction ends; where each stands."""
    days = last_of(month)
    query = select(Entitlement).where(
        Entitlement.elder_id.in_(elder_ids),
        Entitlement.status.in_(IN_FORCE),
        Entitlement.starts_on <= days,
        Entitlement.ends_on >= month,
    )
    rows = work.session.scalars(
        query.order_by(Entitlement.id).with_for_update(read=True),
        execution_options={"populate_existing": True},
    )
    return {row.id: row.region_code for row in rows}


def without_voucher(work: UnitOfWork, month: date, limit: int) -> list[UUID]:
    """Elders who were granted something for a day of a month, of which no voucher was made."""
    made = select(Voucher.id).where(Voucher.entitlement_id == Entitlement.id, Voucher.month == month)
    ends = func.coalesce(Entitlement.stopped_from, Entitlement.ends_on + 1)
    query = (
        select(Entitlement.elder_id)
        .where(
            Entitlement.status.in_(IN_FORCE),
            Entitlement.is_double.is_(False),
            Entitlement.starts_on <= last_of(month),
            ends > func.greatest(Entitlement.starts_on, month),
            ~made.exists(),
        )
        .order_by(Entitlement.id)
        .limit(limit)
    )
    return list(dict.fromkeys(work.session.scalars(query)))


def to_expire(work: UnitOfWork, limit: int) -> Sequence[Voucher]:
    """Vouchers of which something is left that can not be settled any more; those in others' hands are passed by."""
    query = select(Voucher).where(Voucher.open_until < local_date(work.now), Voucher.remaining > 0)
    held = query.order_by(Voucher.open_until, Voucher.id).limit(limit).with_for_update(skip_locked=True)
    return work.session.scalars(held, execution_options={"populate_existing": True}).all()


def open_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Voucher]:
    """An elder's vouchers that may still be drawn or settled, held until this transaction ends."""
    return _held(work, (Voucher.elder_id == elder_id) & (Voucher.open_until >= local_date(work.now)))


def _held(work: UnitOfWork, which: ColumnElement[bool]) -> Sequence[Voucher]:
    """In one order for everybody, so that nobody who draws on several waits in a circle."""
    query = select(Voucher).where(which).order_by(Voucher.id).with_for_update()
    return work.session.scalars(query, execution_options={"populate_existing": True}).all()
