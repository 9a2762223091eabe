"""The accounts that a movement concerns, opened where they are missing and held in one order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects.postgresql import insert

from service.events.volunteering.models import TimeAccount, TimeCorrection, VolunteerHours
from service.events.volunteering.rules import AccountKind, HoursStatus
from service.kit.errors import NotFound
from service.kit.months import first_of, last_of
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.queries import Step
from service.residents import queries as residents

_COMMUNITY = "community"
_BANKS = (AccountKind.ISSUED, AccountKind.USED)


@dataclass(frozen=True, slots=True)
class Books:
    """Accounts that stay as they are until this transaction ends; a person's, the oldest first."""

    people: dict[UUID, list[TimeAccount]]
    pools: dict[str, TimeAccount]
    issued: TimeAccount
    used: TimeAccount

    def balance(self, resident_id: UUID) -> int:
        return sum(each.balance for each in self.people[resident_id])

    def earned(self, resident_id: UUID) -> int:
        return sum(each.earned for each in self.people[resident_id])

    def passed_on(self, resident_id: UUID) -> int:
        return sum(each.passed_on for each in self.people[resident_id])


def open_and_hold(work: UnitOfWork, resident_ids: Iterable[UUID], *, pools: Iterable[str] = ()) -> Books:
    """Hold the accounts of these residents and the pools of communities, opening those that are missing.

    All is opened before anything is held, and all is held in the order of the ids: so nobody who holds one waits for
    another who opens one, and nobody waits in a circle. What was issued and used is one row each for everybody; the
    entries themselves touch it, last of all. Raises NotFound for a record that has given way to another meanwhile.
    """
    people, communities = list(dict.fromkeys(resident_ids)), list(dict.fromkeys(pools))
    _open_missing(work, people, communities)
    books = _held(work, people, communities)
    if not all(books.people.values()):
        raise NotFound
    return books


def hold(work: UnitOfWork, resident_ids: Iterable[UUID]) -> Books:
    """Hold the accounts that these residents have, if any, until this transaction ends."""
    _open_missing(work, (), ())
    return _held(work, list(dict.fromkeys(resident_ids)), ())


def community_of(work: UnitOfWork, region_code: str) -> str:
    """The community in which a place lies; of what lies above one, the place itself."""
    steps: list[Step] = regions.steps_down_to(work, [region_code]).get(region_code, [])
    return next((step.code for step in steps if step.level == _COMMUNITY), region_code)


def credited(work: UnitOfWork, resident_id: UUID, day: date) -> tuple[int, int]:
    """How many minutes of a day and of its month are credited to somebody; the caller holds their accounts."""
    query = select(VolunteerHours.served_on, VolunteerHours.credited).where(
        VolunteerHours.resident_id == resident_id,
        VolunteerHours.served_on.between(first_of(day), last_of(day)),
        VolunteerHours.status == HoursStatus.COUNTED,
    )
    rows = work.session.execute(query).all()
    return sum(row.credited for row in rows if row.served_on == day), sum(row.credited for row in rows)


def open_claims(work: UnitOfWork, resident_id: UUID) -> Sequence[TimeCorrection]:
    """What is still to be taken back from somebody, the oldest first; the caller holds their accounts."""
    query = select(TimeCorrection).where(TimeCorrection.resident_id == resident_id, TimeCorrection.owed > 0)
    oldest_first = query.order_by(TimeCorrection.id).with_for_update()
    return work.session.scalars(oldest_first, execution_options={"populate_existing": True}).all()


def _held(work: UnitOfWork, people: Collection[UUID], communities: Collection[str]) -> Books:
    held = select(TimeAccount).where(_of(people, communities)).order_by(TimeAccount.id).with_for_update()
    rows = work.session.scalars(held, execution_options={"populate_existing": True}).all()
    shared = work.session.scalars(select(TimeAccount).where(TimeAccount.kind.in_(_BANKS))).all()
    bank = {row.kind: row for row in shared}
    return Books(
        people={each: [row for row in rows if row.resident_id == each] for each in people},
        pools={row.region_code: row for row in rows if row.kind is AccountKind.POOL and row.region_code},
        issued=bank[AccountKind.ISSUED],
        used=bank[AccountKind.USED],
    )


def _of(people: Collection[UUID], communities: Collection[str]) -> ColumnElement[bool]:
    return or_(
        TimeAccount.resident_id.in_(people),
        and_(TimeAccount.kind == AccountKind.POOL, TimeAccount.region_code.in_(communities)),
    )


def _open_missing(work: UnitOfWork, people: Collection[UUID], communities: Collection[str]) -> None:
    query = select(TimeAccount.kind, TimeAccount.resident_id, TimeAccount.region_code)
    there = _of(people, communities) | TimeAccount.kind.in_(_BANKS)
    rows = work.session.execute(query.where(there)).all()
    known = {(row.kind, row.resident_id or row.region_code) for row in rows}
    without = {each for each in people if (AccountKind.PERSON, each) not in known}
    standing = residents.standings(work, without) if without else {}
    missing = [_row(work, kind) for kind in _BANKS if (kind, None) not in known]
    missing += [_row(work, AccountKind.PERSON, standing[each].region_code, each) for each in sorted(standing)]
    missing += [
        _row(work, AccountKind.POOL, each)
        for each in sorted(communities)
        if (AccountKind.POOL, each) not in known
    ]
    if missing:
        work.session.execute(insert(table_of(TimeAccount)).on_conflict_do_nothing(), missing)


def _row(
    work: UnitOfWork, kind: AccountKind, region_code: str | None = None, resident_id: UUID | None = None
) -> dict[str, object]:
    return {
        "id": work.new_id(),
        "kind": kind,
        "resident_id": resident_id,
        "opened_for": resident_id,
        "region_code": region_code,
        **dict.fromkeys(("credited", "debited", "earned", "passed_on"), 0),
        "opened_at": work.now,
    }
