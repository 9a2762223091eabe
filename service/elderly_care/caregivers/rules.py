"""What a caregiver's record may say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from service.elderly_care.caregivers.errors import CertificateNeverHolds, ImpossibleShift, ImpossibleStretch
from service.elderly_care.catalogue.rules import CERTIFIED
from service.kit.texts import Worded

LONGEST_SHIFT_MINUTES = 16 * 60
# A shift that begins on one day may last until noon of the next.
LATEST_END = 36 * 60
_LONGEST_ABSENCE = timedelta(days=400)
_DAY = 24 * 60
_WEEK = 7 * _DAY


class AbsenceKind(Worded):
    """Why a caregiver does not work for a time."""

    SICK = "sick", "病假", "sick"
    LEAVE = "leave", "休假", "on leave"
    TRAINING = "training", "培训", "training"
    OTHER = "other", "其他", "other"


@dataclass(frozen=True, slots=True)
class CertificateDays:
    """From when until which last day a certificate says that somebody has a skill."""

    skill: str
    issued_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When somebody works on a weekday (ISO), in minutes from its 00:00; beyond 1440 on the next day."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class CaregiverFacts:
    """What scheduling needs to know of a caregiver."""

    id: UUID
    organisation_id: UUID
    account_id: UUID
    name: str
    skills: frozenset[str]
    certificates: tuple[CertificateDays, ...]
    shifts: tuple[WorkingTime, ...]
    left_on: date | None

    def lacks(self, skills: Collection[str]) -> list[str]:
        """Which of these skills the caregiver does not have at all."""
        return sorted(set(skills) - self.skills)

    def uncertified(self, skills: Collection[str], day: date) -> list[str]:
        """For which of these skills no certificate holds on that day, though one is needed."""
        certified = {each.skill for each in self.certificates if each.issued_on <= day <= each.expires_on}
        return sorted(set(skills) & CERTIFIED - certified)

    def works_for_them_on(self, day: date) -> bool:
        return self.left_on is None or day <= self.left_on

    def works_at(self, day: date, starts: int, ends: int) -> bool:
        """Whether a stretch of a day (minutes from 00:00) lies within one shift; who has no shifts works any time."""
        if not self.shifts:
            return True
        spans = [(shift, 0) for shift in self.shifts if shift.weekday == day.isoweekday()]
        eve = (day - timedelta(days=1)).isoweekday()
        spans += [(shift, _DAY) for shift in self.shifts if shift.weekday == eve]
        return any(shift.starts - back <= starts and ends <= shift.ends - back for shift, back in spans)


def check_shifts(shifts: Sequence[tuple[int, int, int]]) -> None:
    """Raise ImpossibleShift for `(weekday, starts, ends)` in minutes that are too long or overlap in the week."""
    spans = []
    for place, (weekday, starts, ends) in enumerate(shifts):
        if not (0 <= starts < _DAY and starts < ends <= min(LATEST_END, starts + LONGEST_SHIFT_MINUTES)):
            raise ImpossibleShift(field=f"shifts.{place}")
        begin = (weekday - 1) * _DAY + starts
        spans.append((begin, begin + ends - starts))
    spans.sort()
    around = [*spans, *((begin + _WEEK, end + _WEEK) for begin, end in spans[:1])]
    if any(end > following for (_, end), (following, _) in pairwise(around)):
        raise ImpossibleShift(field="shifts")


def check_certificates(days: Sequence[tuple[date, date]]) -> None:
    """Raise CertificateNeverHolds for one that expires before it was issued."""
    for place, (issued_on, expires_on) in enumerate(days):
        if expires_on < issued_on:
            raise CertificateNeverHolds(field=f"certificates.{place}.expires_on")


def check_absence(starts_at: datetime, ends_at: datetime) -> None:
    """Raise ImpossibleStretch for an absence that ends before it begins or never."""
    if not starts_at < ends_at <= starts_at + _LONGEST_ABSENCE:
        raise ImpossibleStretch(field="ends_at")
