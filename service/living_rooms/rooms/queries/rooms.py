"""Rooms, closures and screens, one by one and in pages."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from service.kit.clock import at_local
from service.kit.pages import Page, page
from service.kit.randomness import hash_of
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import Closure, LivingRoom, RoomPolicy, ScreenToken
from service.living_rooms.rooms.rules import OpenTo
from service.regions import queries as regions


def room(work: UnitOfWork, room_id: UUID) -> LivingRoom | None:
    """A room with its policy and hours."""
    return work.session.scalar(_whole(select(LivingRoom).where(LivingRoom.id == room_id)))


def rooms(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    q: str | None = None,
    open_to: OpenTo | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[LivingRoom]:
    """Rooms in a region and below it, by a part of their name, brand or address, and by whom they are open to."""
    query = _whole(select(LivingRoom))
    if region_code is not None:
        query = query.where(LivingRoom.region_code.in_(regions.below([region_code])))
    if q is not None:
        query = query.where(
            LivingRoom.name.icontains(q, autoescape=True)
            | LivingRoom.brand.icontains(q, autoescape=True)
            | LivingRoom.address.icontains(q, autoescape=True)
        )
    if open_to is not None:
        allowed = select(RoomPolicy.living_room_id).where(RoomPolicy.open_to == open_to)
        query = query.where(LivingRoom.id.in_(allowed))
    return page(work, query, by=(LivingRoom.id,), cursor=cursor, limit=limit)


def path_of_room(work: UnitOfWork, room_id: UUID) -> tuple[str, ...] | None:
    """The region codes above a room, from the top; None when there is no such room."""
    query = select(regions.path_array(LivingRoom.region_code)).where(LivingRoom.id == room_id)
    path = work.session.scalar(query)
    return None if path is None else tuple(path)


def closure(work: UnitOfWork, closure_id: UUID) -> Closure | None:
    """The closure with this id."""
    return work.session.get(Closure, closure_id)


def closures(
    work: UnitOfWork,
    room_id: UUID,
    *,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Closure]:
    """A room's closures that touch these days, the first to end first."""
    query = select(Closure).where(Closure.living_room_id == room_id)
    if from_ is not None:
        query = query.where(Closure.ends_at > at_local(from_))
    if to is not None:
        query = query.where(Closure.starts_at < at_local(to + timedelta(days=1)))
    return page(work, query, by=(Closure.ends_at, Closure.id), cursor=cursor, limit=limit)


def screen_token(work: UnitOfWork, room_id: UUID) -> ScreenToken | None:
    """That, since when and by whose hand a room's screen has a token; never the token."""
    return work.session.scalar(select(ScreenToken).where(ScreenToken.living_room_id == room_id))


def shows_code(work: UnitOfWork, room_id: UUID, token: str) -> bool:
    """Whether this is the token of the room's own screen."""
    query = select(ScreenToken.id).where(
        ScreenToken.living_room_id == room_id, ScreenToken.token_hash == hash_of(token)
    )
    return work.session.scalar(query) is not None


def _whole(query: Select[LivingRoom]) -> Select[LivingRoom]:
    return query.options(
        joinedload(LivingRoom.policy),
        selectinload(LivingRoom.opening_hours),
        selectinload(LivingRoom.holiday_hours),
    )
