"""Whose rows an actor reads: one's own, those of elders for whom one acts, those of one's places; the auditor all."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from service.events.volunteering import permissions
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def within_reach(work: UnitOfWork, resident_id: Any, region_code: Any) -> ColumnElement[bool]:
    """The condition on a table's columns that the actor may read its rows. Raises Forbidden."""
    actor = work.actor
    if actor.is_system or permissions.may_audit(actor):
        return true()
    if actor.is_staff:
        tops = permissions.tops(actor)
        if not tops:
            raise Forbidden
        condition: ColumnElement[bool] = region_code.in_(regions.below(tops))
        return condition
    mine = own_and_elders(work)
    theirs: ColumnElement[bool] = resident_id.in_(mine) if mine else false()
    return theirs


def own_and_elders(work: UnitOfWork) -> list[UUID]:
    """The actor's own record, if they have one, and those of elders for whom they act."""
    actor = work.actor
    if actor.account_id is None:
        raise Forbidden
    own = [actor.resident_id] if actor.resident_id else []
    return [*own, *residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)]


def names(work: UnitOfWork, resident_ids: set[UUID]) -> dict[UUID, str]:
    """What these people are called; to who only audits, masked."""
    if permissions.may_audit(work.actor):
        return residents.masked_names(work, resident_ids)
    return residents.names_for_care(work, resident_ids)
