"""Merging two records of one person, and taking it back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from service.accounts.models import Account
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.residents.homes import actions as home_actions
from service.residents.homes import queries as home_queries
from service.residents.merging import actions
from service.residents.merging.models import MergeChange
from service.residents.merging.rules import MergeStatus, Which
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.clock import StoppedClock
from tests.factories import accounts, bookings, homes, living_rooms

Twice = tuple[Resident, Resident]


def test_all_that_hung_on_either_hangs_on_the_one_that_stays(
    work: UnitOfWork, twice: Twice, merge: Any, clock: StoppedClock
) -> None:
    kept, gone = twice
    room = living_rooms.room(work)
    account = accounts.resident_account(work, gone.id)
    bookings.booking(work, kept, room, clock.today_at("09:00", days=1))
    bookings.booking(work, gone, room, clock.today_at("14:00", days=1))

    made = merge(kept, gone)

    assert work.session.get(Resident, gone.id) is None
    assert set(work.session.scalars(select(Booking.resident_id))) == {kept.id}
    assert work.session.get(Account, account.id).resident_id == kept.id
    assert _used(work) == {(kept.id, "active"): 2, (kept.id, "2026-03"): 120}
    assert made.status is MergeStatus.STANDING


def test_what_moved_goes_back_when_it_is_undone(
    work: UnitOfWork, twice: Twice, merge: Any, clock: StoppedClock
) -> None:
    kept, gone = twice
    room = living_rooms.room(work)
    account = accounts.resident_account(work, gone.id)
    theirs = bookings.booking(work, gone, room, clock.today_at("14:00", days=1))
    gone_id, before = gone.id, (gone.name, gone.status, gone.phone(work.house.cipher))
    made = merge(kept, gone)
    bookings.booking(work, kept, room, clock.today_at("09:00", days=1))

    actions.undo(work, made.id)

    back = work.session.get_one(Resident, gone_id)
    assert (back.name, back.status, back.phone(work.house.cipher)) == before
    assert work.session.get_one(Booking, theirs.id).resident_id == gone_id
    assert work.session.get_one(Account, account.id).resident_id == gone_id
    assert _used(work) == {
        (kept.id, "active"): 1,
        (kept.id, "2026-03"): 60,
        (gone_id, "active"): 1,
        (gone_id, "2026-03"): 60,
    }
    assert work.session.scalar(select(func.count()).select_from(MergeChange)) == 0


def test_who_lives_in_a_home_does_so_after_a_merge_with_a_record_that_knows_none(
    work: UnitOfWork, twice: Twice, merge: Any
) -> None:
    kept, newer = twice
    home = homes.home(work)
    homes.living(work, kept, home)
    newer.verified_at = work.now + timedelta(days=1)

    made = merge(kept, newer)
    merged = (kept.home_id, kept.region_code, kept.address)
    actions.undo(work, made.id)

    assert merged == (home.id, home.region_code, "胜利路社区 301 室")
    assert (kept.home_id, _lives_in(work, kept)) == (home.id, home.id)


def test_a_worker_may_know_that_nobody_lives_in_that_home_any_more(
    work: UnitOfWork, twice: Twice, merge: Any
) -> None:
    kept, gone = twice
    home = homes.home(work)
    homes.living(work, kept, home)

    made = merge(kept, gone, home=Which.OTHER)
    merged = (kept.home_id, _lives_in(work, kept))
    actions.undo(work, made.id)

    assert merged == (None, None)
    assert (kept.home_id, _lives_in(work, kept)) == (home.id, home.id)


def test_whose_home_was_left_since_has_none_after_the_undo(
    work: UnitOfWork, twice: Twice, merge: Any
) -> None:
    kept, gone = twice
    gone_id, former, present = gone.id, homes.home(work), homes.home(work, room="302")
    homes.living(work, gone, former)

    made = merge(kept, gone)
    homes.living(work, kept, present, date(2026, 2, 1))
    actions.undo(work, made.id)

    back = work.session.get_one(Resident, gone_id)
    assert (kept.home_id, _lives_in(work, kept)) == (present.id, present.id)
    assert (back.home_id, _lives_in(work, back)) == (None, None)
    assert (back.region_code, back.address) == (former.region_code, "胜利路社区 301 室")


def test_who_has_left_the_district_since_does_not_live_in_it_after_the_undo(
    work: UnitOfWork, twice: Twice, merge: Any
) -> None:
    kept, newer = twice
    gone_id = newer.id
    homes.living(work, kept, homes.home(work))
    homes.living(work, newer, homes.home(work, room="302"))
    newer.verified_at = work.now + timedelta(days=1)

    made = merge(kept, newer)
    home_actions.move_out(work, kept, date(2026, 2, 1))
    actions.undo(work, made.id)

    back = work.session.get_one(Resident, gone_id)
    assert (kept.status, kept.home_id, _lives_in(work, kept)) == (ResidentStatus.MOVED_AWAY, None, None)
    assert back.home_id == _lives_in(work, back)


def _lives_in(work: UnitOfWork, person: Resident) -> UUID | None:
    residence = home_queries.open_residence(work, person.id)
    return residence.home_id if residence else None


def _used(work: UnitOfWork) -> dict[Any, int]:
    rows = work.session.execute(select(BookingCounter.holder_id, BookingCounter.period, BookingCounter.used))
    return {(row.holder_id, row.period): row.used for row in rows if row.used}
