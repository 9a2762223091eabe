"""Acting for a resident: the one way in which every domain decides who acts."""

from uuid import UUID

from service.kit.acting import ActedBy, by_proxy, by_staff
from service.kit.actor import Function
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents import queries


def act_for(work: UnitOfWork, resident_id: UUID, scope: str, function: Function) -> ActedBy | None:
    """How the actor may act for this resident: None in person, else as a proxy with that scope or as staff.

    Staff need a duty with this function over the resident's region. Raises OutOfScope, or to staff NotFound when
    there is no such resident; whoever is no staff can not tell the two apart.
    """
    actor = work.actor
    if actor.is_system or actor.resident_id == resident_id:
        return None
    if actor.account_id is None:
        raise OutOfScope
    if actor.is_staff:
        who = work.found(queries.standing(work, resident_id))
        if not actor.serves(who.path, function=function):
            raise OutOfScope
        return by_staff(actor)
    name = queries.proxy_name(work, resident_id, actor.account_id, scope)
    if name is None:
        raise OutOfScope
    return by_proxy(actor.account_id, name)
