"""Passing minutes on to an elder of the family, donating them, giving from the pool, and using them for a service.

Each answers with the entries that it made, one for each account that gave.
"""

from collections.abc import Sequence
from uuid import UUID

from service.events.volunteering import queries, rules, texts
from service.events.volunteering.actions.correcting import recover
from service.events.volunteering.actions.people import (
    check_elder,
    check_family,
    check_lives_here,
    giver,
    has_died,
    kept,
)
from service.events.volunteering.actions.posting import Movement, drawn_from, post
from service.events.volunteering.errors import NotEnoughMinutes, NotLivingHere, NotTransferable, SameAccount
from service.events.volunteering.models import TimeEntry
from service.events.volunteering.queries import Books
from service.events.volunteering.rules import EntryKind, ServiceUsed
from service.kit.acting import ActedBy, by_staff
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.queries import Standing


def transfer(
    work: UnitOfWork, *, to_resident_id: UUID, minutes: int, from_resident_id: UUID | None = None
) -> Sequence[TimeEntry]:
    """Pass on to an elder of one's family what one has earned; at the desk also of who has died, to their family.

    Raises GuardianNeeded, NotFamily, NotAnElder, NotLivingHere, SameAccount, NotTransferable, NotEnoughMinutes.
    """
    who, acted_by = giver(work, from_resident_id)
    if to_resident_id == who.resident_id:
        raise SameAccount
    if acted_by is None:
        check_family(work, who, to_resident_id)
    elder = work.found(residents.standing(work, to_resident_id))
    check_lives_here(elder)
    if not has_died(who):
        check_elder(work, elder, at_desk=acted_by is not None)
    books = _held(work, [who.resident_id, elder.resident_id])
    _check_can_give(books, who, minutes)
    account = books.people[elder.resident_id][0]
    entries = post(
        work,
        [
            Movement(EntryKind.TRANSFERRED, source, account, part, who.region_code)
            for source, part in drawn_from(books, who.resident_id, minutes)
        ],
        acted_by,
    )
    recover(work, books, elder.resident_id)
    _tell_sent(work, who, EntryKind.TRANSFERRED, minutes, acted_by)
    _tell_received(work, elder, EntryKind.TRANSFERRED, minutes)
    return entries


def donate(work: UnitOfWork, *, minutes: int, from_resident_id: UUID | None = None) -> Sequence[TimeEntry]:
    """Give what one has earned to the community's pool. Raises as passing it on does."""
    who, acted_by = giver(work, from_resident_id)
    if who.region_code is None:
        raise NotLivingHere
    community = queries.community_of(work, who.region_code)
    books = _held(work, [who.resident_id], pool_of=community)
    _check_can_give(books, who, minutes)
    entries = post(
        work,
        [
            Movement(EntryKind.DONATED, source, books.pools[community], part, who.region_code)
            for source, part in drawn_from(books, who.resident_id, minutes)
        ],
        acted_by,
    )
    _tell_sent(work, who, EntryKind.DONATED, minutes, acted_by)
    return entries


def give(work: UnitOfWork, *, resident_id: UUID, minutes: int) -> Sequence[TimeEntry]:
    """Give an elder minutes from the pool of their community, as its worker.

    Raises OutOfScope, NotLivingHere, NotAnElder, NotEnoughMinutes.
    """
    elder = kept(work, resident_id)
    if elder.region_code is None:
        raise NotLivingHere
    check_lives_here(elder)
    check_elder(work, elder, at_desk=True)
    community = queries.community_of(work, elder.region_code)
    books = _held(work, [resident_id], pool_of=community)
    pool = books.pools[community]
    if pool.balance < minutes:
        raise NotEnoughMinutes
    movement = Movement(EntryKind.GIVEN, pool, books.people[resident_id][0], minutes, elder.region_code)
    entries = post(work, [movement], by_staff(work.actor))
    recover(work, books, resident_id)
    _tell_received(work, elder, EntryKind.GIVEN, minutes)
    return entries


def spend(work: UnitOfWork, *, resident_id: UUID, minutes: int, used_for: ServiceUsed) -> Sequence[TimeEntry]:
    """Use somebody's minutes for a service that they were given, as a worker of their community.

    Raises OutOfScope, NotLivingHere, NotEnoughMinutes.
    """
    who = kept(work, resident_id)
    check_lives_here(who)
    books = _held(work, [resident_id])
    if books.balance(resident_id) < minutes:
        raise NotEnoughMinutes
    acted_by = by_staff(work.actor)
    entries = post(
        work,
        [
            Movement(EntryKind.SPENT, source, books.used, part, who.region_code, used_for=used_for)
            for source, part in drawn_from(books, resident_id, minutes)
        ],
        acted_by,
    )
    _tell_sent(work, who, EntryKind.SPENT, minutes, acted_by)
    return entries


def _held(work: UnitOfWork, resident_ids: list[UUID], *, pool_of: str | None = None) -> Books:
    """The accounts, held, after all that is still to be taken back from these people was taken as far as it is there."""
    books = queries.open_and_hold(work, resident_ids, pools=[pool_of] if pool_of else ())
    for each in resident_ids:
        recover(work, books, each)
    return books


def _check_can_give(books: Books, who: Standing, minutes: int) -> None:
    """Raise NotEnoughMinutes, or NotTransferable of what was not earned; what the dead have left is all their family's."""
    balance = books.balance(who.resident_id)
    if balance < minutes:
        raise NotEnoughMinutes
    can = rules.transferable(
        balance=balance, earned=books.earned(who.resident_id), passed_on=books.passed_on(who.resident_id)
    )
    if can < minutes and not has_died(who):
        raise NotTransferable(minutes=can)


def _tell_sent(
    work: UnitOfWork, who: Standing, kind: EntryKind, minutes: int, acted_by: ActedBy | None
) -> None:
    """What somebody did in person they know; of what was done at the desk they are told, while they live."""
    if acted_by is not None and not has_died(who):
        person = Recipient(resident_id=who.resident_id)
        tell(work, person, texts.SENT, subject=who.resident_id, minutes=minutes, how=kind.words)


def _tell_received(work: UnitOfWork, who: Standing, kind: EntryKind, minutes: int) -> None:
    person = Recipient(resident_id=who.resident_id)
    tell(work, person, texts.RECEIVED, subject=who.resident_id, minutes=minutes, how=kind.words)
