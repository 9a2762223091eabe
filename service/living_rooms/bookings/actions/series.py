"""Weekly series: made in one request, seen and cancelled as a whole or singly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.kit.clock import DISTRICT_ZONE
from service.kit.errors import DomainError, WrongState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions import quotas
from service.living_rooms.bookings.actions.booking import Wish, book_for
from service.living_rooms.bookings.actions.deciding import cancel_locked
from service.living_rooms.bookings.actions.holders import (
    Holder,
    acting,
    check_not_suspended,
    check_scope,
    find_holder,
)
from service.living_rooms.bookings.messages import BookingSeriesMade
from service.living_rooms.bookings.models import Booking, BookingSeries
from service.living_rooms.bookings.queries import BookingRecord
from service.living_rooms.bookings.rules import Act, Purpose, Terms
from service.living_rooms.rooms.queries import room_facts
from service.messaging.content_checks.actions import submit


class OnConflict(StrEnum):
    """What becomes of a series when one of its dates is refused."""

    SKIP = "skip"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date that was left out, and the code of what refused it."""

    starts_at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series as it is told."""

    series_id: UUID
    items: Sequence[BookingRecord]
    skipped: Sequence[Skipped] = ()


def book_series(
    work: UnitOfWork,
    *,
    living_room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    purpose: Purpose,
    headcount: int,
    times: int,
    on_conflict: OnConflict,
    title: str | None = None,
    for_resident_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> Series:
    """Book a room every week; a date that is refused is left out, or refuses the whole. Refused if none is left."""
    holder = find_holder(work, for_resident_id, organisation_id)
    check_not_suspended(holder)
    series, region_code = _begin(work, holder, living_room_id, starts_at, ends_at)
    free = holder.at_desk or holder.organisation_id is not None
    wish = Wish(
        living_room_id=living_room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose,
        headcount=headcount,
        title=title,
        series_id=series.id,
        checked=submit(
            work, kind=rules.TITLE_OF_SERIES, subject_id=series.id, text=title, region_code=region_code
        ),
        terms=Terms(free_of_lead=holder.at_desk, free_of_horizon=free, free_of_active_quota=free),
    )
    booked, skipped = _book_each(work, holder, wish, times, on_conflict)
    work.announce(BookingSeriesMade(series_id=series.id))
    return Series(series.id, booked, skipped)


def _begin(
    work: UnitOfWork, holder: Holder, living_room_id: UUID, starts_at: datetime, ends_at: datetime
) -> tuple[BookingSeries, str]:
    """The series itself, and where; what no date could change is checked here, so that it refuses the whole."""
    room = work.found(room_facts(work, living_room_id, starts_at, ends_at))
    check_scope(work, holder, room)
    rules.check_stretch(room.policy, starts_at, ends_at)
    of_organisation = holder.organisation_id is not None
    series = BookingSeries(
        id=work.new_id(),
        living_room_id=living_room_id,
        resident_id=holder.resident_id,
        organisation_id=holder.organisation_id,
        counts_as_active=of_organisation,
        created_by=work.actor.account_id,
        created_at=work.now,
    )
    work.session.add(series)
    work.session.flush()
    if of_organisation and holder.id is not None:
        limits = rules.limits_of(room.policy, for_organisation=True)
        quotas.take(work, holder.id, living_room_id, {rules.ACTIVE: 1}, limits)
    return series, room.region_code


def _book_each(
    work: UnitOfWork, holder: Holder, wish: Wish, times: int, on_conflict: OnConflict
) -> tuple[list[BookingRecord], list[Skipped]]:
    booked: list[BookingRecord] = []
    skipped: list[Skipped] = []
    first_refusal: DomainError | None = None
    for week in range(times):
        one = replace(wish, starts_at=_later(wish.starts_at, week), ends_at=_later(wish.ends_at, week))
        try:
            with work.session.begin_nested():
                facts = room_facts(work, one.living_room_id, one.starts_at, one.ends_at, lock=True)
                booked.append(book_for(work, holder, work.found(facts), one))
        except DomainError as refusal:
            if on_conflict is OnConflict.REFUSE:
                raise
            first_refusal = first_refusal or refusal
            skipped.append(Skipped(one.starts_at, refusal.code))
    if first_refusal is not None and not booked:
        raise first_refusal
    return booked, skipped


def _later(moment: datetime, weeks: int) -> datetime:
    """The same time on the district's clock, weeks later."""
    return moment.astimezone(DISTRICT_ZONE) + timedelta(weeks=weeks)


def cancel_series(work: UnitOfWork, series_id: UUID, reason: str | None = None) -> Series:
    """Give back what still can be of a series; raises NotFound, or WrongState when nothing can."""
    told = series_told(work, series_id)
    bookings = queries.locked_where(work, Booking.series_id == series_id)
    acted_by = acting(work, work.found(queries.locked(work, bookings[0].id)))
    wanted = [each for each in bookings if rules.is_possible(each.status, Act.CANCEL)]
    if not wanted:
        raise WrongState(state=told.items[-1].status)
    checked = submit(
        work,
        kind=rules.REASON_OF_SERIES,
        subject_id=series_id,
        text=reason,
        region_code=wanted[0].region_code,
    )
    cancel_locked(work, wanted, acted_by, reason, checked)
    return series_told(work, series_id)


def series_told(work: UnitOfWork, series_id: UUID) -> Series:
    """A series with all of its bookings that the actor may see; raises NotFound when there are none."""
    records = work.found(queries.of_series(work, series_id) or None)
    return Series(series_id, records)
