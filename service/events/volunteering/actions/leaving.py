"""What nobody is there for any more falls to the community's pool: of the dead after their family's time, of the erased."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import update

from service.events.volunteering import queries
from service.events.volunteering.actions.correcting import recover
from service.events.volunteering.actions.posting import Movement, post
from service.events.volunteering.models import TimeAccount, TimeCorrection, VolunteerHours
from service.events.volunteering.rules import EntryKind
from service.kit.clock import local_date
from service.kit.work import UnitOfWork

_AT_ONCE = 200
_ERASED = "档案已注销 / the record was erased"


def settle_estates(work: UnitOfWork) -> None:
    """Let what some of the dead have left fall to the pools."""
    due = queries.left_to_pools(work, _AT_ONCE)
    people = sorted({each.resident_id for each in due if each.resident_id is not None})
    _leave(work, people, by=local_date(work.now))


def forget_person(work: UnitOfWork, resident_id: UUID) -> int:
    """Let what somebody has fall to the pool, ask no more of them, and drop all words; how many minutes fell."""
    fallen = _leave(work, [resident_id])
    theirs = TimeCorrection.resident_id == resident_id
    waived = {"waived_because": _ERASED, "waived_at": work.now}
    work.session.execute(update(TimeCorrection).where(theirs, TimeCorrection.owed > 0).values(waived))
    work.session.execute(
        update(TimeCorrection)
        .where(theirs, TimeCorrection.waived_at.is_not(None))
        .values(waived_because=_ERASED)
    )
    hours = update(VolunteerHours).where(VolunteerHours.resident_id == resident_id)
    work.session.execute(hours.values(service=None, reversed_because=None))
    return fallen


def _leave(work: UnitOfWork, people: Sequence[UUID], *, by: date | None = None) -> int:
    """Let all that is in these people's accounts fall to their pools; `by` a day, only of who is still dead then."""
    accounts = queries.accounts_of(work, people)
    codes = {each.region_code for each in accounts if each.region_code is not None}
    places = {code: queries.community_of(work, code) for code in codes}
    with_account = {each.resident_id for each in accounts if each.resident_id is not None}
    books = queries.open_and_hold(work, sorted(with_account), pools=sorted(set(places.values())))
    fallen: list[Movement] = []
    for resident_id in books.people:
        recover(work, books, resident_id)
        fallen += [
            Movement(EntryKind.LEFT, account, books.pools[places[code]], account.balance, account.region_code)
            for account in books.people[resident_id]
            if (code := account.region_code) in places and _is_due(account, by)
        ]
    post(work, fallen)
    return sum(each.minutes for each in fallen)


def _is_due(account: TimeAccount, by: date | None) -> bool:
    return by is None or (account.left_on is not None and account.left_on <= by)
