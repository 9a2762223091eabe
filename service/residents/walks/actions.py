"""Setting out: what a walk shows is read once, and everybody whose telephone it shows can see by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.kit.errors import NotFound, OutOfScope
from service.kit.pages import Page, cut
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.walks import permissions, queries, rules
from service.residents.walks.errors import TooLongToPrint
from service.residents.walks.queries import WalkStop

_PRINTED = ("estate", "grid", "building")
_WALKED = ("community", *_PRINTED)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through a whole place."""

    region_code: str
    name: str
    stops: Sequence[WalkStop]


def walk(work: UnitOfWork, region_code: str, *, cursor: str | None, limit: int) -> Page[WalkStop]:
    """Some stops of a place as its worker walks it. Raises NotFound, OutOfScope."""
    path, _ = _way(work, region_code)
    found = cut(
        work,
        queries.stops(work, region_code),
        key=lambda stop: stop.region_code,
        cursor=cursor,
        limit=limit,
    )
    stops = queries.seen_at(work, found.items, permissions.roles_at(work.actor, path))
    _note_read(work, "get_walk", region_code, stops)
    return Page(stops, found.next_cursor)


def walk_to_print(work: UnitOfWork, region_code: str) -> Walk:
    """All stops of a grid, an estate or a building. Raises NotFound, OutOfScope, TooLongToPrint."""
    path, place = _way(work, region_code)
    wanted = queries.stops(work, region_code)
    homes = queries.number_of_homes(work, [stop.region_code for stop in wanted])
    if place.level not in _PRINTED or homes > rules.MOST_HOMES_PRINTED:
        raise TooLongToPrint(most=rules.MOST_HOMES_PRINTED)
    stops = queries.seen_at(work, wanted, permissions.roles_at(work.actor, path))
    _note_read(work, "print_walk", region_code, stops)
    return Walk(region_code, place.name, stops)


def _way(work: UnitOfWork, region_code: str) -> tuple[list[str], regions.Step]:
    """The codes from the top down to the place, and the place."""
    steps = regions.steps_down_to(work, [region_code]).get(region_code)
    if steps is None:
        raise NotFound
    path = [step.code for step in steps]
    work.require(permissions.may_walk(work.actor, path) and steps[-1].level in _WALKED, OutOfScope)
    return path, steps[-1]


def _note_read(work: UnitOfWork, action: str, region_code: str, stops: Sequence[WalkStop]) -> None:
    people = [person.resident_id for stop in stops for person in stop.people()]
    work.audit(action, subject=region_code, region_code=region_code, people=people)
