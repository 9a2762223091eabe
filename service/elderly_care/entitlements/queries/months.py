"""What an elder is granted in a month, and what speaks against it: what a settlement draws on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.entitlements import rules
from service.elderly_care.entitlements.models import Entitlement, Finding
from service.elderly_care.entitlements.queries.showing import findings_of
from service.elderly_care.entitlements.rules import IN_FORCE, RECOVERED, Days, FindingKind, Unit
from service.elderly_care.subsidies import queries as subsidies
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class FindingInMonth:
    """Days of a month against which something speaks; what was claimed for them `is_recovered`, else looked at."""

    kind: FindingKind
    first_day: date
    last_day: date
    is_recovered: bool


@dataclass(frozen=True, slots=True)
class GrantedInMonth:
    """What one entitlement gives in a month: `amount` of `unit` for the whole month, on its days from first to last.

    Both days are None where no day of the month is left, because it was stopped before or another record of the same
    person has it; what was claimed by it is then to be recovered.
    """

    entitlement_id: UUID
    elder_id: UUID
    scheme_id: UUID
    scheme_code: str
    unit: Unit
    amount: int
    first_day: date | None
    last_day: date | None
    findings: Sequence[FindingInMonth]


def granted_in(work: UnitOfWork, elder_ids: Collection[UUID], month: date) -> list[GrantedInMonth]:
    """What these elders are granted in the month of a day, by elder, scheme and first day; the caller has checked who asks.

    One elder has one row for each entitlement that was granted for a day of the month, stopped ones too: two of one
    scheme where it was stopped and granted anew, on days that never overlap. `amount` is always the month's whole, in
    hours or fen; what a part of a month gives is the settlement's rule. Within fen the scheme's own cap still holds.
    Findings are clipped to the month, withdrawn ones left out. They may reach beyond `last_day`: days after a death are
    both no longer granted and found. The answer changes when a death or a move is noted late, so who has settled a month
    asks again and recovers the difference.
    """
    days = rules.month_of(month)
    query = select(Entitlement).where(
        Entitlement.elder_id.in_(elder_ids),
        Entitlement.status.in_(IN_FORCE),
        Entitlement.starts_on <= days.last,
        Entitlement.ends_on >= days.first,
    )
    rows = work.session.scalars(query.order_by(Entitlement.elder_id, Entitlement.starts_on)).all()
    schemes = subsidies.schemes_by_id(work, {row.scheme_id for row in rows})
    findings = findings_of(work, [row.id for row in rows])
    found = [_granted(row, schemes[row.scheme_id].code, findings, days) for row in rows]
    return sorted(found, key=lambda each: (each.elder_id, each.scheme_code, each.first_day or days.first))


def granted_days(row: Entitlement) -> Days:
    """The days for which something was granted, whether or not it was stopped."""
    if row.starts_on is None:
        raise ValueError(f"Nothing was granted by entitlement {row.id}.")
    return Days(row.starts_on, row.ends_on)


def paid_days_of(row: Entitlement) -> Days | None:
    """The days for which something was granted and not stopped."""
    return rules.paid_days(granted_days(row), row.stopped_from)


def _granted(row: Entitlement, scheme_code: str, findings: Sequence[Finding], month: Days) -> GrantedInMonth:
    paid = None if row.is_double else paid_days_of(row)
    days = paid.within(month) if paid else None
    unit = Unit.HOURS if row.monthly_hours is not None else Unit.FEN
    mine = [_within(each, month) for each in findings if each.entitlement_id == row.id]
    return GrantedInMonth(
        entitlement_id=row.id,
        elder_id=row.elder_id,
        scheme_id=row.scheme_id,
        scheme_code=scheme_code,
        unit=unit,
        amount=row.monthly_hours or row.monthly_fen or 0,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        findings=[each for each in mine if each is not None],
    )


def _within(each: Finding, month: Days) -> FindingInMonth | None:
    days = Days(each.starts_on, each.ends_on).within(month)
    if each.withdrawn_at is not None or days is None or days.last is None:
        return None
    return FindingInMonth(each.kind, days.first, days.last, each.kind in RECOVERED)
