"""Whether a caregiver may make a visit at a time: refused ones, skills, certificates, shifts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.elderly_care.caregivers.errors import NoSuchCaregiver
from service.elderly_care.caregivers.rules import CaregiverFacts
from service.elderly_care.catalogue.rules import Skill
from service.elderly_care.visits.errors import (
    CaregiverRefused,
    CertificateExpired,
    OutsideShift,
    SkillMissing,
)
from service.elderly_care.visits.rules.times import minutes_of_day
from service.kit.errors import DomainError
from service.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Needs:
    """What a time with an elder asks of who makes it."""

    starts_at: datetime
    ends_at: datetime
    skills: frozenset[str]
    refused: frozenset[UUID]


def obstacle(
    caregiver: CaregiverFacts, needs: Needs, *, beyond_shift: bool = False, field: str | None = None
) -> DomainError | None:
    """Why this caregiver can not make it, if there is a reason."""
    day, starts, ends = minutes_of_day(needs.starts_at, needs.ends_at)
    if not caregiver.works_for_them_on(day):
        return NoSuchCaregiver(field=field)
    if caregiver.id in needs.refused:
        return CaregiverRefused(field=field)
    if lacking := caregiver.lacks(needs.skills):
        return SkillMissing(field=field, skills=_words(lacking))
    if uncertified := caregiver.uncertified(needs.skills, day):
        return CertificateExpired(field=field, skills=_words(uncertified))
    if not beyond_shift and not caregiver.works_at(day, starts, ends):
        return OutsideShift(field=field)
    return None


def _words(skills: Collection[str]) -> Text:
    words = [Skill(each).words for each in skills]
    return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))
