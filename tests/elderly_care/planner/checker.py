"""An independent judge of plans: its own arithmetic on what was asked and what was answered, nothing of the planner's.

Times are whole minutes of one stretch; a quarter of an hour is claimed when any of its minutes is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Ways = Callable[[str, str], int]
_THREE_HOURS = 180


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A visit as it was asked for: its window, and who may make it. A call has no place."""

    elder: str
    place: str | None
    opens: int
    closes: int
    minutes: int
    needed: int = 1
    makers: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Something that a caregiver does anyway."""

    caregiver: str
    place: str | None
    starts: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A visit on a caregiver's route as it is proposed."""

    visit: str
    caregiver: str
    arrives: int
    starts: int
    ends: int
    travel: int


@dataclass(kw_only=True)
class World:
    """All that was known when a plan was asked for; `elders` are the times in which elders have something else."""

    visits: Mapping[str, Asked]
    shifts: Mapping[str, Sequence[tuple[int, int]]]
    absences: Mapping[str, Sequence[tuple[int, int]]]
    standing: Sequence[Standing]
    elders: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    ways: Ways


@dataclass(frozen=True)
class _Stop:
    starts: int
    ends: int
    place: str | None
    answer: Answered | None


def faults(world: World, routes: Sequence[Answered], unplaced: Sequence[str], travel: int) -> list[str]:
    """All that is wrong with a plan, in words."""
    found = _of_visits(world, routes, unplaced) + _of_elders(world, routes)
    ways = 0
    for caregiver in world.shifts:
        wrong, minutes = _of_caregiver(world, caregiver, routes)
        found += wrong
        ways += minutes
    if ways != travel:
        found.append(f"all ways take {ways} minutes, told are {travel}")
    return found


def _of_visits(world: World, routes: Sequence[Answered], unplaced: Sequence[str]) -> list[str]:
    found = []
    made = Counter(each.visit for each in routes)
    for name, asked in world.visits.items():
        if made[name] not in (0, asked.needed):
            found.append(f"{name} is made by {made[name]} of {asked.needed}")
        if (made[name] == 0) != (unplaced.count(name) == 1):
            found.append(f"{name} is made by {made[name]} and told unplaced {unplaced.count(name)} times")
        times = {(each.starts, each.ends) for each in routes if each.visit == name}
        if len(times) > 1:
            found.append(f"{name} is made at different times")
    for each in routes:
        asked = world.visits[each.visit]
        if each.starts % 15 or not asked.opens <= each.starts <= each.ends <= asked.closes:
            found.append(f"{each.visit} is not in its window or not on a quarter")
        if each.ends - each.starts != asked.minutes:
            found.append(f"{each.visit} takes another time than was asked")
        if each.caregiver not in asked.makers:
            found.append(f"{each.caregiver} may not make {each.visit}")
    return found


def _of_elders(world: World, routes: Sequence[Answered]) -> list[str]:
    """Nobody is visited twice in one quarter of an hour, whoever comes."""
    times: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for elder, taken in world.elders.items():
        times[elder] |= {(f"{elder}'s own {begins}", begins, ends) for begins, ends in taken}
    for each in routes:
        times[world.visits[each.visit].elder].add((each.visit, each.starts, each.ends))
    return [
        f"{one[0]} and {other[0]} meet at {elder}'s"
        for elder, theirs in times.items()
        for one, other in combinations(sorted(theirs), 2)
        if _quarters(one[1], one[2]) & _quarters(other[1], other[2])
    ]


def _of_caregiver(world: World, caregiver: str, routes: Sequence[Answered]) -> tuple[list[str], int]:
    mine = [each for each in routes if each.caregiver == caregiver]
    stops = [_Stop(each.starts, each.ends, world.visits[each.visit].place, each) for each in mine]
    stops += [_Stop(e.starts, e.ends, e.place, None) for e in world.standing if e.caregiver == caregiver]
    stops.sort(key=lambda each: each.starts)
    found, claimed, minutes = [], set(), 0
    for place, stop in enumerate(stops):
        way, free_from = _way_to(world, stops[:place], stop)
        minutes += way
        quarters = _quarters(stop.starts - way, stop.ends)
        if quarters & claimed:
            found.append(f"{caregiver} is in two places at {stop.starts}")
        claimed |= quarters
        if stop.answer is not None:
            found += _of_stop(world, stop.answer, way, free_from)
    return found, minutes


def _way_to(world: World, before: Sequence[_Stop], stop: _Stop) -> tuple[int, int]:
    """Minutes from the last place within three hours, and from when on one can have come from there."""
    ended = max((each.ends for each in before), default=-1)
    for former in reversed(before):
        if former.place is None or stop.place is None:
            continue
        if stop.starts > former.ends + _THREE_HOURS:
            break
        way = 0 if former.place == stop.place else min(world.ways(former.place, stop.place), _THREE_HOURS)
        return way, max(ended, former.ends + way)
    return 0, ended


def _of_stop(world: World, told: Answered, way: int, free_from: int) -> list[str]:
    found = []
    if told.travel != way:
        found.append(f"{told.visit}: the way takes {way} minutes, told are {told.travel}")
    if not free_from <= told.arrives <= told.starts:
        found.append(f"{told.visit}: {told.caregiver} can not be there at {told.arrives}")
    if not any(begins <= told.starts and told.ends <= ends for begins, ends in world.shifts[told.caregiver]):
        found.append(f"{told.visit} lies in no shift of {told.caregiver}")
    away = world.absences.get(told.caregiver, ())
    if any(begins < told.ends and ends > told.starts for begins, ends in away):
        found.append(f"{told.caregiver} is absent at {told.visit}")
    return found


def _quarters(starts: int, ends: int) -> set[int]:
    return {minute // 15 for minute in range(starts, ends)}
