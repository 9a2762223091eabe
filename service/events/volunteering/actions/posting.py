"""Adding entries: the one way in which minutes move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.events.volunteering import rules
from service.events.volunteering.models import TimeAccount, TimeEntry
from service.events.volunteering.queries import Books
from service.events.volunteering.rules import EntryKind, ServiceUsed
from service.kit.acting import ActedBy, acted_by_columns
from service.kit.work import UnitOfWork

_COUNTED = ("credited", "debited", "earned", "passed_on", "balance")


@dataclass(frozen=True, slots=True)
class Movement:
    """Minutes that go from one account, which the caller holds, to another."""

    kind: EntryKind
    source: TimeAccount
    target: TimeAccount
    minutes: int
    region_code: str | None
    hours_id: UUID | None = None
    correction_id: UUID | None = None
    used_for: ServiceUsed | None = None


def post(work: UnitOfWork, movements: Iterable[Movement], acted_by: ActedBy | None = None) -> list[TimeEntry]:
    """Add an entry for each movement; the database adds them up, and refuses what an account does not hold."""
    posted = [(each, _entry(work, each, acted_by)) for each in movements if each.minutes]
    work.session.add_all(entry for _, entry in posted)
    work.session.flush()
    for account in {side for each, _ in posted for side in (each.source, each.target)}:
        work.session.expire(account, _COUNTED)
    return [entry for _, entry in posted]


def drawn_from(books: Books, resident_id: UUID, minutes: int) -> Sequence[tuple[TimeAccount, int]]:
    """How much each of a person's accounts gives of so many minutes."""
    accounts = books.people[resident_id]
    return list(zip(accounts, rules.shares([each.balance for each in accounts], minutes), strict=True))


def _entry(work: UnitOfWork, each: Movement, acted_by: ActedBy | None) -> TimeEntry:
    return TimeEntry(
        id=work.new_id(),
        kind=each.kind,
        from_account_id=each.source.id,
        to_account_id=each.target.id,
        minutes=each.minutes,
        region_code=each.region_code,
        hours_id=each.hours_id,
        correction_id=each.correction_id,
        used_for=each.used_for,
        made_by=work.actor.account_id,
        made_at=work.now,
        **acted_by_columns(acted_by),
    )
