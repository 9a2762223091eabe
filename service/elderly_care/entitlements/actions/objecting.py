"""Recording what somebody says against a publication, and how it was settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from service.elderly_care import permissions as care
from service.elderly_care.entitlements import permissions, queries
from service.elderly_care.entitlements.actions.stepping import sealed_words
from service.elderly_care.entitlements.errors import ObjectionSettled
from service.elderly_care.entitlements.messages import ObjectionRecorded
from service.elderly_care.entitlements.models import Entitlement, Objection
from service.elderly_care.entitlements.rules import EntitlementStatus, ObjectionOutcome, ObjectionWay
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def record_objection(
    work: UnitOfWork, row: Entitlement, *, way: ObjectionWay, objector: str, text: str
) -> Entitlement:
    """Note as a worker of the place who objects to what is publicised, and why; nothing is granted before it is settled.

    Raises OutOfScope, WrongState.
    """
    work.require(care.may_handle(work.actor, regions.path_of(work, row.region_code)), OutOfScope)
    if row.status is not EntitlementStatus.PUBLICISED:
        raise WrongState(state=row.status)
    made = Objection(
        id=work.new_id(),
        entitlement_id=row.id,
        way=way,
        made_at=work.now,
        recorded_by=work.actor.account_id,
    )
    made.objector_sealed = sealed_words(work, objector, f"care_objections.objector:{made.id}")
    made.text_sealed = sealed_words(work, text, f"care_objections.text:{made.id}")
    work.session.add(made)
    row.updated_at = work.now
    work.announce(ObjectionRecorded(entitlement_id=row.id))
    return row


def settle_objection(
    work: UnitOfWork, row: Entitlement, objection_id: UUID, *, outcome: ObjectionOutcome, answer: str
) -> Entitlement:
    """Say as the street or the district what came of an objection. Raises NotFound, OutOfScope, ObjectionSettled."""
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_publicise(work.actor, path), OutOfScope)
    made = work.found(queries.objection(work, row.id, objection_id))
    if made.outcome is not None:
        raise ObjectionSettled
    made.outcome, made.settled_at, made.settled_by = outcome, work.now, work.actor.account_id
    made.answer_sealed = sealed_words(work, answer, f"care_objections.answer:{made.id}")
    row.updated_at = work.now
    return row


def forget_objectors(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Forget who objected and in which words, of long ago; that somebody did and what came of it stays."""
    query = select(Objection).where(Objection.objector_sealed.is_not(None), Objection.made_at < oldest)
    found = work.session.scalars(query.order_by(Objection.made_at, Objection.id).limit(limit)).all()
    for each in found:
        each.objector_sealed = each.text_sealed = each.answer_sealed = None
    return len(found)
