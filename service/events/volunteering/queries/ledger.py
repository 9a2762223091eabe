"""The ledger of a natural month: what was granted, passed on, used and taken back, by the streets where people stood."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from service.events.volunteering import permissions
from service.events.volunteering.models import TimeAccount, TimeCorrection, TimeEntry
from service.events.volunteering.rules import AccountKind, EntryKind
from service.kit.clock import at_local
from service.kit.errors import Forbidden
from service.kit.months import first_of, month_after
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The minutes of a month's entries in one street, by their kind; without a street where people stood in none."""

    street_code: str | None
    street_name: str | None
    granted: int
    corrected: int
    restored: int
    transferred: int
    donated: int
    given: int
    spent: int
    left: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A month's entries, and what people and pools hold now and what is still to be taken back."""

    month: date
    rows: Sequence[LedgerRow]
    held_minutes: int
    pool_minutes: int
    owed_minutes: int


def ledger(work: UnitOfWork, *, month: date) -> Ledger:
    """A month of the places that the actor has in hand; to the auditor that of all. Raises Forbidden."""
    street = regions.streets()
    by = (street.c.street_code, street.c.street_name, TimeEntry.kind)
    query = (
        select(*by, func.sum(TimeEntry.minutes).label("minutes"))
        .outerjoin(street, street.c.code == TimeEntry.region_code)
        .where(
            TimeEntry.made_at >= at_local(first_of(month)),
            TimeEntry.made_at < at_local(month_after(month)),
            _seen(work, TimeEntry.region_code),
        )
        .group_by(*by)
    )
    found: dict[tuple[str | None, str | None], dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(EntryKind, 0)
    )
    for row in work.session.execute(query):
        found[row.street_code, row.street_name][row.kind] += row.minutes
    rows = [
        LedgerRow(code, name, **{EntryKind(kind).value: minutes for kind, minutes in sums.items()})
        for (code, name), sums in sorted(found.items(), key=lambda each: str(each[0][0] or ""))
    ]
    return Ledger(
        first_of(month), rows, _held(work, AccountKind.PERSON), _held(work, AccountKind.POOL), _owed(work)
    )


def _held(work: UnitOfWork, kind: AccountKind) -> int:
    query = select(func.coalesce(func.sum(TimeAccount.balance), 0))
    here = TimeAccount.kind == kind, _seen(work, TimeAccount.region_code)
    return work.session.scalar(query.where(*here)) or 0


def _owed(work: UnitOfWork) -> int:
    query = select(func.coalesce(func.sum(TimeCorrection.owed), 0))
    due = TimeCorrection.owed > 0, _seen(work, TimeCorrection.region_code)
    return work.session.scalar(query.where(*due)) or 0


def _seen(work: UnitOfWork, region_code: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    actor = work.actor
    if actor.is_system or permissions.may_audit(actor):
        return true()
    tops = permissions.tops(actor)
    if not tops:
        raise Forbidden
    return region_code.in_(regions.below(tops))
