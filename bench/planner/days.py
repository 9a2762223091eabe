"""A made-up day of an operator: elders in a town of five kilometres, caregivers with shifts, wishes, and what stands."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from config import Settings
from service.elderly_care.caregivers.rules import CaregiverFacts, CertificateDays, WorkingTime
from service.elderly_care.doors.travel import StraightLines
from service.elderly_care.planner.rules import Day, Task, Ways, Worker, minute_of, moment_at
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import Stop, Where
from service.kit.clock import at_local

TODAY = date(2026, 3, 3)
# From which hour until which an elder's window goes.
_WINDOWS = ((8, 11), (8, 12), (9, 12), (10, 13), (13, 16), (13, 17), (14, 17), (15, 18))
_MINUTES = (15, 15, 20, 30, 30, 45)
_LONGEST_KM = 5
_DEGREE_KM = 111.0
_NORTH_WEST = Point(29.93, 121.69)
_SHIFTS = (((450, 690), (750, 1050)), ((480, 720), (780, 1080)), ((420, 900),), ((540, 1080),))


def made_day(visits: int, caregivers: int, settings: Settings, seed: int = 1) -> Day:
    """A day of so many visits and caregivers; one visit in twenty needs two, one in five a certificate."""
    random = Random(seed)
    people = [_caregiver(random, number) for number in range(caregivers)]
    ids = [each.id for each in people]
    tasks = [_task(random, number, ids) for number in range(visits)]
    return Day(
        tasks=tasks,
        workers=[Worker(facts=each, stops=_standing(random, number)) for number, each in enumerate(people)],
        ways=Ways(StraightLines(settings).minutes),
    )


def _caregiver(random: Random, number: int) -> CaregiverFacts:
    skills = frozenset({"bathing"}) if random.random() < 0.5 else frozenset()
    spans = random.choice(_SHIFTS)
    return CaregiverFacts(
        id=_id(1, number),
        organisation_id=_id(0, 0),
        account_id=_id(2, number),
        name=f"护理员{number}",
        skills=skills,
        certificates=tuple(
            CertificateDays(each, TODAY - timedelta(days=300), TODAY + timedelta(days=300)) for each in skills
        ),
        shifts=tuple(WorkingTime(TODAY.isoweekday(), *span) for span in spans),
        left_on=None,
    )


def _task(random: Random, number: int, ids: list[UUID]) -> Task:
    opens, closes = random.choice(_WINDOWS)
    minutes = random.choice(_MINUTES)
    midnight = minute_of(at_local(TODAY))
    elder = _id(3, number)
    return Task(
        visit_id=_id(4, number),
        version=1,
        elder_id=elder,
        where=Where(elder, _place(random)),
        minutes=minutes,
        first=(midnight + opens * 60) // 15,
        last=(midnight + closes * 60 - minutes) // 15,
        lacking=2 if random.random() < 0.05 else 1,
        skills=frozenset({"bathing"}) if random.random() < 0.2 else frozenset(),
        refused=frozenset(random.sample(ids, 1)) if random.random() < 0.05 else frozenset(),
        preferred=frozenset(random.sample(ids, 1)) if random.random() < 0.2 else frozenset(),
        known=frozenset(random.sample(ids, 3)) if random.random() < 0.6 else frozenset(),
    )


def _standing(random: Random, number: int) -> list[Stop]:
    """One caregiver in four has something that is arranged already."""
    if random.random() > 0.25:
        return []
    begins = minute_of(at_local(TODAY)) + random.choice((10 * 60, 14 * 60))
    where = Where(_id(5, number), _place(random))
    return [Stop(_id(6, number), moment_at(begins), moment_at(begins + 45), where)]


def _place(random: Random) -> Point:
    side = _LONGEST_KM / _DEGREE_KM
    north, east = random.random() * side, random.random() * side * 1.15
    return Point(_NORTH_WEST.latitude + north, _NORTH_WEST.longitude + east)


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number + 1)
