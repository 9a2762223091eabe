"""Putting hours on record and crediting them, within the caps of the day and the month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from service.events.volunteering import queries, rules, texts
from service.events.volunteering.actions.correcting import recover, reverse_hours
from service.events.volunteering.actions.people import check_lives_here, kept
from service.events.volunteering.actions.posting import Movement, post
from service.events.volunteering.errors import ImpossibleServiceDay
from service.events.volunteering.models import VolunteerHours
from service.events.volunteering.queries import Books
from service.events.volunteering.rules import Caps, Credit, EntryKind, HoursSource, HoursStatus, Withheld
from service.kit.clock import age_on, local_date
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.privacy import queries as privacy
from service.residents.queries import Standing

# What a withdrawal, and a later telling of the same attendance, say of why.
WITHDRAWN = "签到记录已更正 / the attendance was corrected"


@dataclass(frozen=True, slots=True)
class _Served:
    """What somebody served on a day, and how it came on record."""

    who: Standing
    served_on: date
    minutes: int
    told: dict[str, Any]


def note_hours(
    work: UnitOfWork,
    *,
    resident_id: UUID,
    served_on: date,
    minutes: int,
    service: str,
    organisation_id: UUID | None = None,
) -> VolunteerHours:
    """Note what somebody served, as a worker of their community. Raises OutOfScope, NotLivingHere, ImpossibleServiceDay."""
    who = kept(work, resident_id)
    check_lives_here(who)
    days = work.house.settings.time_bank_backdated_days
    today = local_date(work.now)
    if not today - timedelta(days=days) <= served_on <= today:
        raise ImpossibleServiceDay(days=days)
    books = queries.open_and_hold(work, [resident_id])
    told = {"source": HoursSource.WORKER, "service": service, "organisation_id": organisation_id}
    return _credit(work, books, _Served(who, served_on, minutes, told))


def credit_attendance(
    work: UnitOfWork,
    *,
    activity_id: UUID,
    sign_up_id: UUID,
    resident_id: UUID,
    minutes: int,
    attended_at: datetime,
    times: int,
    ended_at: datetime | None = None,
) -> None:
    """Credit an attendance once, however often and in whatever order it is told.

    A later telling takes back the former; by another sign-up nobody is credited for the same activity again.
    """
    who = _attender(work, resident_id)
    if who is None or minutes == 0:
        return
    books = queries.open_and_hold(work, [who.resident_id])
    known = queries.hours_of_attendance(work, [who.resident_id], activity_id, sign_up_id)
    if any(each.sign_up_id == sign_up_id and (each.times or 0) >= times for each in known):
        return
    counted = [each for each in known if each.status is HoursStatus.COUNTED]
    if any(each.sign_up_id != sign_up_id for each in counted):
        return
    for each in counted:
        reverse_hours(work, books, each, reason=WITHDRAWN)
    told = {
        "source": HoursSource.ATTENDANCE,
        "activity_id": activity_id,
        "sign_up_id": sign_up_id,
        "times": times,
    }
    for day, part in rules.by_day(attended_at, minutes, ended_at):
        _credit(work, books, _Served(who, day, part, told))


def withdraw_attendance(
    work: UnitOfWork, *, activity_id: UUID, sign_up_id: UUID, resident_id: UUID, times: int
) -> None:
    """Take back what an attendance brought; where it was not told yet, it will bring nothing."""
    who = _attender(work, resident_id)
    if who is None:
        return
    books = queries.open_and_hold(work, [who.resident_id])
    known = queries.hours_of_attendance(work, [who.resident_id], activity_id, sign_up_id)
    told = [each for each in known if (each.sign_up_id, each.times) == (sign_up_id, times)]
    for each in told:
        if each.status is HoursStatus.COUNTED:
            reverse_hours(work, books, each, reason=WITHDRAWN)
    if not told:
        withdrawn = {
            "source": HoursSource.ATTENDANCE,
            "activity_id": activity_id,
            "sign_up_id": sign_up_id,
            "times": times,
            "status": HoursStatus.REVERSED,
            "reversed_because": WITHDRAWN,
            "reversed_at": work.now,
        }
        row = _row(work, _Served(who, local_date(work.now), 0, withdrawn), Credit(0))
        work.session.add(row)


def _attender(work: UnitOfWork, resident_id: UUID) -> Standing | None:
    """Under whose record somebody who was there stands now; nobody's once they are erased."""
    who = residents.standing(work, residents.present_id(work, resident_id))
    if who is None or privacy.erasure_of(work, who.resident_id) is not None:
        return None
    return who


def _credit(work: UnitOfWork, books: Books, served: _Served) -> VolunteerHours:
    who = served.who
    given = _credit_of(work, served)
    row = _row(work, served, given)
    work.session.add(row)
    work.session.flush()
    account = books.people[who.resident_id][0]
    granted = Movement(
        EntryKind.GRANTED, books.issued, account, given.minutes, who.region_code, hours_id=row.id
    )
    post(work, [granted])
    recover(work, books, who.resident_id)
    tell(
        work,
        Recipient(resident_id=who.resident_id),
        texts.CREDITED,
        subject=row.id,
        served_on=served.served_on,
        minutes=served.minutes,
        credited=given.minutes,
    )
    return row


def _credit_of(work: UnitOfWork, served: _Served) -> Credit:
    settings, who = work.house.settings, served.who
    if who.region_code is None:
        return Credit(0, Withheld.NO_HOME)
    born = residents.born_on(work, who.resident_id)
    if born is not None and age_on(born, served.served_on) < settings.time_bank_least_age:
        return Credit(0, Withheld.TOO_YOUNG)
    caps = Caps(settings.time_bank_day_minutes, settings.time_bank_month_minutes)
    of_day, of_month = queries.credited(work, who.resident_id, served.served_on)
    return rules.credit(served.minutes, caps, used_on_day=of_day, used_in_month=of_month)


def _row(work: UnitOfWork, served: _Served, given: Credit) -> VolunteerHours:
    return VolunteerHours(
        id=work.new_id(),
        resident_id=served.who.resident_id,
        region_code=served.who.region_code,
        served_on=served.served_on,
        minutes=served.minutes,
        credited=given.minutes,
        withheld=given.withheld,
        made_by=work.actor.account_id,
        made_at=work.now,
        **served.told,
    )
