"""What becomes of accounts when their people move, die, turn out to be one person, or two after all."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from service.events.volunteering import queries
from service.events.volunteering.actions.correcting import correct, recover
from service.events.volunteering.actions.posting import Movement, post
from service.events.volunteering.models import TimeAccount
from service.events.volunteering.queries import StandingCorrection
from service.events.volunteering.rules import EntryKind
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def follow_resident(work: UnitOfWork, resident_id: UUID) -> None:
    """Let somebody's accounts, and what is still due from them, stand where they live now."""
    books = queries.hold(work, [resident_id])
    # Read only now: who held the accounts may know a later move.
    who = residents.standing(work, resident_id)
    if who is None or who.region_code is None:
        return
    for account in books.people[resident_id]:
        account.region_code = who.region_code
    for claim in queries.open_claims(work, resident_id):
        claim.region_code = who.region_code


def keep_for_family(work: UnitOfWork, resident_id: UUID, died_on: date | None) -> None:
    """Note until when what somebody who has died left is their family's; without a day, that they live after all."""
    books = queries.hold(work, [resident_id])
    last = None
    # Asked only now: who held the accounts may know that they live after all.
    if died_on is not None and residents.has_left(work, resident_id):
        last = died_on + timedelta(days=work.house.settings.time_bank_estate_days)
    for row in books.people[resident_id]:
        row.left_on = last


def one_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Take back what two records of one person were credited with twice, and what is due from either from both."""
    books = queries.hold(work, [resident_id])
    for row in queries.doubled(work, resident_id):
        correct(work, books, row)
    recover(work, books, resident_id)


def two_people(work: UnitOfWork, resident_ids: Sequence[UUID]) -> None:
    """Let each have again what is theirs: hours that count after all, and what was taken for the other's."""
    books = queries.hold(work, resident_ids)
    accounts = {each.id: each for theirs in books.people.values() for each in theirs}
    for each in queries.standing_corrections(work, resident_ids):
        each.correction.resident_id = each.hours_of
        given_back = [
            Movement(
                EntryKind.RESTORED,
                books.issued,
                accounts[account_id],
                minutes,
                accounts[account_id].region_code,
                correction_id=each.correction.id,
            )
            for account_id, minutes in each.taken.items()
            if account_id in accounts and _is_not_due(each, accounts[account_id])
        ]
        post(work, given_back)
        work.session.expire(each.correction, ("taken", "owed", "status"))
        if each.counts_again:
            each.correction.withdrawn_at = work.now
    work.session.flush()
    for resident_id in resident_ids:
        recover(work, books, resident_id)


def _is_not_due(each: StandingCorrection, account: TimeAccount) -> bool:
    """Whether what an account gave was not its person's to give."""
    return each.counts_again or account.resident_id != each.hours_of
