"""Reading where a door is; whoever is not the elder is seen reading it."""

from uuid import UUID

from service.elderly_care.doors import permissions, queries
from service.elderly_care.doors.queries import ShownDoor
from service.elderly_care.permissions import PROXY_SCOPE
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.queries import Standing


def read(work: UnitOfWork, elder_id: UUID) -> ShownDoor:
    """Where an elder's door is and what hangs there, as the elder, for them, or as a worker of the place."""
    in_sight(work, elder_id)
    row = work.found(queries.door_of(work, elder_id))
    note_read(work, "get_care_door", elder_id)
    return queries.shown(work, row)


def in_sight(work: UnitOfWork, elder_id: UUID) -> Standing:
    """Where an elder stands whose door the actor may see. Raises NotFound."""
    elder = work.found(residents.standing(work, elder_id))
    return work.found(elder if _sees(work, elder) else None)


def note_read(work: UnitOfWork, action: str, elder_id: UUID) -> None:
    """Note who has read of an elder's door; others than the elder stand in the elder's access log."""
    is_own = work.actor.resident_id == elder_id
    work.audit(action, subject=elder_id, people=None if is_own else [elder_id])


def _sees(work: UnitOfWork, elder: Standing) -> bool:
    actor = work.actor
    if actor.is_staff or actor.is_system:
        return permissions.may_place(actor, elder.path)
    if actor.account_id is None:
        return False
    is_own = actor.resident_id == elder.resident_id
    return is_own or elder.resident_id in residents.elder_ids(work, actor.account_id, PROXY_SCOPE)
