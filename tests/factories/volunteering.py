"""Hours, minutes and corrections in one line, made as people make them."""

from datetime import date
from typing import Any
from uuid import UUID

from service.events.volunteering import actions
from service.events.volunteering.models import TimeCorrection, TimeEntry, VolunteerHours
from service.events.volunteering.queries import every_correction_of
from service.events.volunteering.rules import ServiceUsed
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident


def hours(
    work: UnitOfWork, who: Resident, minutes: int = 120, on: date | None = None, **told: Any
) -> VolunteerHours:
    """Hours of today, unless said otherwise, that a worker noted."""
    return actions.note_hours(
        work,
        resident_id=who.id,
        served_on=on or local_date(work.now),
        minutes=minutes,
        service="陪独居老人读报",
        **told,
    )


def used(work: UnitOfWork, who: Resident, minutes: int) -> TimeEntry:
    """Minutes that somebody used to have company."""
    return actions.spend(work, resident_id=who.id, minutes=minutes, used_for=ServiceUsed.COMPANY)[0]


def donated(work: UnitOfWork, who: Resident, minutes: int) -> TimeEntry:
    """Minutes that somebody served and gave to the pool of their community."""
    hours(work, who, minutes)
    return actions.donate(work, minutes=minutes, from_resident_id=who.id)[0]


def claim(work: UnitOfWork, who: Resident) -> TimeCorrection:
    """Hours that were taken back after they were used, of which some are still due."""
    row = hours(work, who, 60)
    used(work, who, 40)
    actions.reverse(work, row.id, reason="重复登记")
    return every_correction_of(work, who.id)[-1]


def balance(work: UnitOfWork, resident_id: UUID) -> int:
    """What somebody has now."""
    return actions.read_account(work, resident_id).balance_minutes
