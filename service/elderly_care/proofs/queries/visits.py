"""Visits as proofs see them: whose they were and are, and from where somebody looks at them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, union_all

from service.elderly_care import permissions as care
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.proofs.models import VisitProof
from service.elderly_care.proofs.permissions import Side, Standpoint
from service.elderly_care.proofs.rules import Claim
from service.elderly_care.visits import queries as visits
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.errors import NotFound
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What is said of a visit to people: whose, which service, when."""

    id: UUID
    elder_id: UUID
    organisation_id: UUID
    region_code: str
    is_private: bool
    status: VisitStatus
    at: datetime
    service: str


def visit(work: UnitOfWork, visit_id: UUID) -> Visit | None:
    """The visit with this id."""
    return work.session.get(Visit, visit_id)


def held(work: UnitOfWork, visit_id: UUID) -> Visit:
    """A visit, held until this transaction ends; what is recorded of it must be read afterwards. Raises NotFound."""
    return work.found(visits.visit(work, visit_id, to_change=True))


def visits_to_mark(
    work: UnitOfWork, visit_ids: Collection[UUID]
) -> dict[UUID, tuple[Visit, VisitProof | None]]:
    """These visits, held in the order of their ids as everybody holds them, with their proofs, read afterwards."""
    marked = visits.visits_to_change(work, visit_ids)
    query = select(VisitProof).where(VisitProof.visit_id.in_(marked))
    fresh = work.session.scalars(query.execution_options(populate_existing=True))
    proofs = {each.visit_id: each for each in fresh}
    return {visit_id: (each, proofs.get(visit_id)) for visit_id, each in marked.items()}


def claims_of_all(work: UnitOfWork, visit_ids: Collection[UUID]) -> dict[UUID, list[Claim]]:
    """When these visits were whose, by themselves or with their rounds, in one statement."""
    own = select(Assignment.visit_id, *_CLAIMED).where(Assignment.visit_id.in_(visit_ids))
    in_rounds = (
        select(Visit.id.label("visit_id"), *_CLAIMED)
        .join(Assignment, Assignment.round_id == Visit.round_id)
        .where(Visit.id.in_(visit_ids))
    )
    found: dict[UUID, list[Claim]] = {}
    both: Any = union_all(own, in_rounds)
    for row in work.session.execute(both):
        claim = Claim(row.caregiver_id, row.assigned_at, row.released_at)
        found.setdefault(row.visit_id, []).append(claim)
    return found


def visit_facts(work: UnitOfWork, visit_id: UUID) -> VisitFacts:
    """What is said of a visit to people. Raises NotFound."""
    row = work.found(visit(work, visit_id))
    service = catalogue.services_by_id(work, [row.service_id])[row.service_id]
    return VisitFacts(
        id=row.id,
        elder_id=row.elder_id,
        organisation_id=row.organisation_id,
        region_code=row.region_code,
        is_private=row.is_private,
        status=row.status,
        at=row.starts_at or row.window_starts_at,
        service=service.name,
    )


def own_claims(work: UnitOfWork, visit_id: UUID) -> tuple[list[Claim], VisitProof | None]:
    """When this visit was the actor's, by itself or with its round, and its proof if there is one; in one statement.

    There are no claims, and is no proof, for whoever never was to make it.
    """
    return _read(work, _claims(visit_id).where(Caregiver.account_id == work.actor.account_id))


def claims_of(work: UnitOfWork, visit_id: UUID, caregiver_id: UUID) -> tuple[list[Claim], VisitProof | None]:
    """The same of a caregiver."""
    return _read(work, _claims(visit_id).where(Assignment.caregiver_id == caregiver_id))


def standpoint(work: UnitOfWork, row: Visit) -> Standpoint:
    """From where the actor looks at a visit. Raises NotFound for whoever may not know of it."""
    actor = work.actor
    if not actor.is_staff:
        return _as_person(work, row)
    if care.may_plan(actor, row.organisation_id):
        return Standpoint(Side.PLANNER)
    claims, _ = own_claims(work, row.id)
    if claims:
        return Standpoint(Side.CAREGIVER, claims[0].caregiver_id)
    if not row.is_private:
        path = regions.path_of(work, row.region_code)
        if care.may_handle(actor, path):
            return Standpoint(Side.WORKER)
        if care.may_watch(actor, path):
            return Standpoint(Side.WATCHER)
    raise NotFound


def is_replaced(work: UnitOfWork, row: Visit) -> bool:
    """Whether another visit stands for the same day of the same item, now that this one was cancelled."""
    others = select(Visit.id).where(
        Visit.item_id == row.item_id,
        Visit.occurs_on == row.occurs_on,
        Visit.id != row.id,
        Visit.status != VisitStatus.CANCELLED,
    )
    return work.session.scalar(others.limit(1)) is not None


def due_where(work: UnitOfWork, *conditions: Any, by: Sequence[Any], limit: int) -> Sequence[Visit]:
    """Visits that something is due for, held; those in others' hands are passed by, and met again."""
    query = select(Visit).where(*conditions).order_by(*by).limit(limit)
    return work.session.scalars(query.with_for_update(of=Visit, skip_locked=True)).all()


def _as_person(work: UnitOfWork, row: Visit) -> Standpoint:
    actor = work.actor
    if actor.is_system or actor.resident_id == row.elder_id:
        return Standpoint(Side.PERSON)
    if actor.account_id and row.elder_id in residents.elder_ids(work, actor.account_id, care.PROXY_SCOPE):
        return Standpoint(Side.PERSON)
    raise NotFound


def _claims(visit_id: UUID) -> Select[UUID, datetime, datetime | None, VisitProof]:
    its_round = select(Visit.round_id).where(Visit.id == visit_id).scalar_subquery()
    return (
        select(Assignment.caregiver_id, Assignment.assigned_at, Assignment.released_at, VisitProof)
        .join(Caregiver, Caregiver.id == Assignment.caregiver_id)
        .outerjoin(VisitProof, VisitProof.visit_id == visit_id)
        .where(or_(Assignment.visit_id == visit_id, Assignment.round_id == its_round))
        .order_by(Assignment.assigned_at, Assignment.id)
    )


def _read(
    work: UnitOfWork, query: Select[UUID, datetime, datetime | None, VisitProof]
) -> tuple[list[Claim], VisitProof | None]:
    rows = work.session.execute(query.execution_options(populate_existing=True)).all()
    claims = [Claim(row.caregiver_id, row.assigned_at, row.released_at) for row in rows]
    return claims, rows[0].VisitProof if rows else None


_CLAIMED = (Assignment.caregiver_id, Assignment.assigned_at, Assignment.released_at)
