"""Searching for time, for oneself or for a resident one may book for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from service.kit.actor import Function
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import queries
from service.living_rooms.rooms.permissions import PROXY_SCOPE
from service.living_rooms.rooms.queries import FoundRoom
from service.residents.actions import act_for
from service.residents.queries import standing


def search_rooms(
    work: UnitOfWork,
    *,
    date: date,
    starts_after: int,
    ends_before: int,
    minutes: int,
    limit: int,
    headcount: int | None = None,
    region_code: str | None = None,
    near: tuple[float, float] | None = None,
    for_resident_id: UUID | None = None,
) -> list[FoundRoom]:
    """Rooms with a free stretch, the nearest first; for a resident only those that are open to them."""
    return queries.rooms_with_time(
        work,
        date,
        opens=starts_after,
        closes=ends_before,
        minutes=minutes,
        headcount=headcount,
        region_code=region_code,
        near=near,
        resident_path=_resident_path(work, for_resident_id),
        limit=limit,
    )


def _resident_path(work: UnitOfWork, for_resident_id: UUID | None) -> Sequence[str] | None:
    """Where the resident lives whose rooms are wanted; None for staff who look for themselves."""
    if for_resident_id is not None:
        act_for(work, for_resident_id, PROXY_SCOPE, Function.ROOMS)
    elif work.actor.is_staff:
        return None
    resident_id = for_resident_id or work.actor.resident_id
    who = standing(work, resident_id) if resident_id else None
    return who.path if who else ()
