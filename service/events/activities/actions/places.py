"""Taking and giving back places: one conditional update, so that a capacity is exact however many ask at once.

Locks are taken in one order: the activity's places, then waits, then sign-ups, each by id. So whoever changes one of
the latter takes the places first, even to give one back.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text, update

from service.events.activities import queries
from service.events.activities.errors import MoreSignedUp
from service.events.activities.messages import PlacesFreed
from service.events.activities.models import ActivityPlaces
from service.kit.prepared import Prepared, array_text
from service.kit.work import UnitOfWork

# A condition is read as things stood when its statement began, so who takes a place waits for it in a statement before.
_HOLD = Prepared(
    text("SELECT FROM activity_places WHERE activity_id = :activity_id FOR UPDATE").bindparams(
        bindparam("activity_id", type_=Uuid())
    )
)
# Nobody overtakes who waits: a place that is free while somebody does is theirs. Whom one is offered has that one.
_TAKE = Prepared(
    text(
        """
        UPDATE activity_places
           SET taken = taken + CAST(:wanted AS integer)
         WHERE activity_id = :activity_id
           AND is_open
           AND taken + CAST(:wanted AS integer) <= capacity
           AND NOT EXISTS (SELECT
                             FROM activity_waits
                            WHERE activity_waits.activity_id = :activity_id
                              AND status = 'waiting')
           AND NOT EXISTS (SELECT
                             FROM activity_waits
                            WHERE activity_waits.activity_id = :activity_id
                              AND resident_id = ANY(CAST(:resident_ids AS uuid[]))
                              AND status = 'offered')
        """
    ).bindparams(bindparam("activity_id", type_=Uuid()))
)


def take(work: UnitOfWork, activity_id: UUID, resident_ids: Collection[UUID]) -> bool:
    """Take a place for each of these, or none; whether they could be had."""
    _HOLD.with_next(work, activity_id=activity_id)
    people = array_text(map(str, resident_ids))
    taken = _TAKE(work, activity_id=activity_id, wanted=len(resident_ids), resident_ids=people)
    return taken.rowcount == 1


def lock(work: UnitOfWork, activity_ids: Collection[UUID]) -> dict[UUID, ActivityPlaces]:
    """The places of these activities, locked in one order, before what depends on them is."""
    return {each.activity_id: each for each in queries.locked_places(work, activity_ids)}


def give_back(work: UnitOfWork, places: ActivityPlaces, count: int = 1) -> None:
    """Give back places that are locked already; who waits is offered them after this."""
    if count == 0:
        return
    places.taken -= count
    if places.is_open:
        work.announce(PlacesFreed(activity_id=places.activity_id))


def change_capacity(work: UnitOfWork, activity_id: UUID, capacity: int) -> None:
    """Have more or fewer places, but never fewer than are taken. Raises MoreSignedUp."""
    places = work.found(queries.places(work, activity_id, lock=True))
    if capacity < places.taken:
        raise MoreSignedUp(taken=places.taken)
    if capacity > places.capacity:
        work.announce(PlacesFreed(activity_id=activity_id))
    places.capacity = capacity


def set_open(work: UnitOfWork, activity_id: UUID, *, is_open: bool) -> None:
    """Let people have places from now on, or not any more; who asks at this moment is waited for."""
    work.session.execute(
        update(ActivityPlaces).where(ActivityPlaces.activity_id == activity_id).values(is_open=is_open)
    )
