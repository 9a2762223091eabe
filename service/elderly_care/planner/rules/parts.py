"""A day in parts that are searched one by one: caregivers whose visits could well be each other's, some at a time.

A search among all takes memory by caregivers times visits squared, and most of what it tries are ways across the town.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from random import Random
from uuid import UUID

from service.elderly_care.planner.rules.routing import Routes, Routing

MOST_CAREGIVERS = 8
"""So many caregivers are searched at once."""

# So many of them are looked at for each visit as who could make it.
_NEAREST = 3

_Kinship = Mapping[tuple[UUID, UUID], int]


@dataclass(frozen=True, slots=True)
class Part:
    """Some stints of a day with what they may make, by their numbers in the whole."""

    routing: Routing
    routes: Routes
    openings: Sequence[int]
    stints: Sequence[int]

    def put_back(self, whole: list[list[int]], found: Routes) -> None:
        """Let the routes that were found for this part stand in the whole."""
        for stint, route in zip(self.stints, found, strict=True):
            whole[stint] = [self.openings[number] for number in route]


def groups(routing: Routing, routes: Routes, random: Random) -> list[list[UUID]]:
    """All caregivers, in groups of who could well make each other's visits; others each time that they are drawn."""
    people = list(dict.fromkeys(each.caregiver_id for each in routing.stints))
    count = -(-len(people) // MOST_CAREGIVERS)
    if count < 2:
        return [people]
    kinship = _kinship(routing, routes)
    random.shuffle(people)
    return [_group(people, -(-len(people) // left), kinship) for left in range(count, 0, -1)]


def part(routing: Routing, routes: Routes, group: Sequence[UUID]) -> Part:
    """What these caregivers make, and what nobody makes and they may."""
    members = set(group)
    stints = [number for number, each in enumerate(routing.stints) if each.caregiver_id in members]
    routed = {number for route in routes for number in route}
    theirs = {number for stint in stints for number in routes[stint]}
    openings = [
        number
        for number in range(len(routing.openings))
        if number in theirs or (number not in routed and _may_any(routing, members, number))
    ]
    place = {number: where for where, number in enumerate(openings)}
    return Part(
        routing=replace(
            routing,
            openings=[routing.openings[number] for number in openings],
            stints=[routing.stints[number] for number in stints],
            costs={whose: [routing.costs[whose][number] for number in openings] for whose in group},
        ),
        routes=[[place[number] for number in routes[stint]] for stint in stints],
        openings=openings,
        stints=stints,
    )


def _may_any(routing: Routing, members: set[UUID], number: int) -> bool:
    return any(routing.costs[whose][number] is not None for whose in members)


def _group(people: list[UUID], size: int, kinship: _Kinship) -> list[UUID]:
    """The first who is left, and who is nearest to those that are chosen; they are no longer left."""
    chosen = [people.pop(0)]
    near = dict.fromkeys(people, 0)
    while len(chosen) < size:
        for other in people:
            near[other] += kinship.get((chosen[-1], other), 0)
        following = max(people, key=lambda each: near[each])
        people.remove(following)
        chosen.append(following)
    return chosen


def _kinship(routing: Routing, routes: Routes) -> _Kinship:
    """How many visits two caregivers could well take over from each other."""
    places = _places_of(routing, routes)
    found: dict[tuple[UUID, UUID], int] = defaultdict(int)
    routed = zip(routing.stints, routes, strict=True)
    makers = {number: stint.caregiver_id for stint, route in routed for number in route}
    for number in range(len(routing.openings)):
        near = _nearest(routing, places, number)
        together = {*near, makers[number]} if number in makers else {*near}
        for pair in permutations(together, 2):
            found[pair] += 1
    return found


def _nearest(routing: Routing, places: Mapping[UUID, Sequence[int]], number: int) -> list[UUID]:
    """Who could make a visit with the shortest way from what they make, and what speaks against them."""
    here = routing.place_of(number)
    if here is None:
        return []
    row = routing.ways[here]
    able = [
        (against + min(row[place] for place in places[whose]), whose)
        for whose, costs in routing.costs.items()
        if (against := costs[number]) is not None and places.get(whose)
    ]
    return [whose for _, whose in sorted(able)[:_NEAREST]]


def _places_of(routing: Routing, routes: Routes) -> dict[UUID, list[int]]:
    """Where everybody is in their day."""
    found: dict[UUID, list[int]] = defaultdict(list)
    for stint, route in zip(routing.stints, routes, strict=True):
        places = [routing.place(stint.start), *map(routing.place_of, route), routing.place(stint.end)]
        found[stint.caregiver_id] += [each for each in places if each is not None]
    return found
