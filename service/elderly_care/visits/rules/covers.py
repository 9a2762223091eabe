"""Who could make a visit and when: the arranged time first, then the nearest one in the window that fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.elderly_care.caregivers.rules import CaregiverFacts
from service.elderly_care.visits.rules.fitness import Needs, obstacle
from service.elderly_care.visits.rules.times import first_quarter
from service.elderly_care.visits.rules.travel import REACH, Stop, Way, Where, with_stop
from service.kit.grains import GRAIN_MINUTES, grains
from service.kit.texts import Worded

_QUARTER = timedelta(minutes=GRAIN_MINUTES)


class CandidateReason(Worded):
    """What speaks for somebody."""

    PREFERRED = "preferred", "老人希望的护理员", "the elder wishes for them"
    KNOWN = "known", "曾服务这位老人", "they have visited the elder before"
    SAME_TIME = "same_time", "时间不变", "the time stays"


@dataclass(frozen=True, slots=True)
class Opening:
    """A visit or a round that somebody is looked for: when it may begin, what it asks, whose time is taken already."""

    id: UUID
    times: Sequence[datetime]
    minutes: int
    skills: frozenset[str]
    refused: frozenset[UUID]
    preferred: frozenset[UUID]
    known: frozenset[UUID]
    where: Where | None
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could make it, when and by which way."""

    caregiver_id: UUID
    name: str
    starts_at: datetime
    travel_minutes: int
    reasons: list[CandidateReason]


def times_in(
    window: tuple[datetime, datetime], minutes: int, arranged: datetime | None, now: datetime
) -> list[datetime]:
    """When a visit may begin: as it is arranged, then by nearness to that, or from the window's beginning on."""
    last = window[1] - timedelta(minutes=minutes)
    first = first_quarter(max(window[0], now))
    found = [] if arranged is None or arranged < now else [arranged]
    inside = []
    while first <= last:
        inside.append(first)
        first += _QUARTER
    near = arranged or window[0]
    return [
        *found,
        *(each for each in sorted(inside, key=lambda at: (abs(at - near), at)) if each not in found),
    ]


def candidates(
    opening: Opening,
    people: Sequence[CaregiverFacts],
    stops: Mapping[UUID, Sequence[Stop]],
    absences: Mapping[UUID, Sequence[tuple[datetime, datetime]]],
    way: Way,
    *,
    most: int,
) -> list[Candidate]:
    """Those who can make it, the best first: wished for, known, at the arranged time, by the shortest way."""
    found = []
    for person in people:
        fit = next(_fits(opening, person, stops.get(person.id, []), absences.get(person.id, []), way), None)
        if fit is not None:
            found.append(
                Candidate(
                    person.id, person.name, fit.starts_at, fit.travel_minutes, _reasons(opening, person, fit)
                )
            )
    return sorted(found, key=_rank)[:most]


def _fits(
    opening: Opening,
    person: CaregiverFacts,
    stops: Sequence[Stop],
    absences: Sequence[tuple[datetime, datetime]],
    way: Way,
) -> Iterator[Stop]:
    for starts_at in opening.times:
        ends_at = starts_at + timedelta(minutes=opening.minutes)
        needs = Needs(starts_at, ends_at, opening.skills, opening.refused)
        if obstacle(person, needs) or any(begins < ends_at and ends > starts_at for begins, ends in absences):
            continue
        if not opening.taken.isdisjoint(grains(starts_at, ends_at)):
            continue
        near = [
            each
            for each in stops
            if each.starts_at < ends_at + 2 * REACH and each.ends_at > starts_at - 2 * REACH
        ]
        fit = with_stop(near, Stop(opening.id, starts_at, ends_at, opening.where), way)
        if fit is not None:
            yield fit


def _reasons(opening: Opening, person: CaregiverFacts, fit: Stop) -> list[CandidateReason]:
    holds = {
        CandidateReason.PREFERRED: person.id in opening.preferred,
        CandidateReason.KNOWN: person.id in opening.known,
        CandidateReason.SAME_TIME: fit.starts_at == opening.times[0],
    }
    return [reason for reason, is_so in holds.items() if is_so]


def _rank(candidate: Candidate) -> tuple[list[bool], int, UUID]:
    return (
        [each not in candidate.reasons for each in CandidateReason],
        candidate.travel_minutes,
        candidate.caregiver_id,
    )
