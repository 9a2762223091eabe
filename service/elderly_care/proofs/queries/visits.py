"""Visits as proofs see them: whose they were and are, and from where somebody looks at them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import bindparam, or_, select, union_all

from service.elderly_care import permissions as care
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs.models import VisitProof
from service.elderly_care.proofs.permissions import Side, Standpoint
from service.elderly_care.proofs.rules import Claim, Waiting
from service.elderly_care.visits import queries as visits
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit import closing
from service.kit.errors import NotFound
from service.kit.prepared import Prepared
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVisit:
    """A visit whose row is held, as far as marks and what follows from them need it."""

    id: UUID
    item_id: UUID
    occurs_on: date
    elder_id: UUID
    region_code: str
    organisation_id: UUID
    is_private: bool
    mode: Mode
    window_starts_at: datetime
    window_ends_at: datetime
    caregivers_needed: int
    status: VisitStatus
    round_id: UUID | None
    made_at: datetime


# Whole, as it is loaded to be changed, or as far as it is needed.
SeenVisit: TypeAlias = Visit | HeldVisit


def visit(work: UnitOfWork, visit_id: UUID) -> Visit | None:
    """The visit with this id."""
    return work.session.get(Visit, visit_id)


def held(work: UnitOfWork, visit_id: UUID) -> Visit:
    """A visit, held until this transaction ends; what is recorded of it must be read afterwards. Raises NotFound."""
    return work.found(visits.visit(work, visit_id, to_change=True))


def held_to_mark(work: UnitOfWork, visit_id: UUID) -> HeldVisit:
    """The same, without loading it: for marks, the busiest of all. Raises NotFound."""
    closing.write(work.session)
    row = work.found(_HELD(work, visit_id=visit_id).fetchone())
    values = {**row._asdict(), "mode": Mode(row.mode), "status": VisitStatus(row.status)}
    return HeldVisit(**values)


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


def own_claims(work: UnitOfWork, row: SeenVisit) -> tuple[list[Claim], Waiting | None]:
    """When this visit was the actor's, by itself or with its round, and what its proof waits for; in one statement.

    Nothing waits while nothing is recorded of the visit; for whoever never was to make it there are no claims either.
    """
    asked = {"visit_id": row.id, "round_id": row.round_id, "account_id": work.actor.account_id}
    return _read(_OWN_CLAIMS(work, **asked).fetchall())


def claims_of(work: UnitOfWork, row: SeenVisit, caregiver_id: UUID) -> tuple[list[Claim], Waiting | None]:
    """The same of a caregiver."""
    asked = {"visit_id": row.id, "round_id": row.round_id, "caregiver_id": caregiver_id}
    return _read(_CLAIMS_OF(work, **asked).fetchall())


def standpoint(work: UnitOfWork, row: SeenVisit) -> Standpoint:
    """From where the actor looks at a visit. Raises NotFound for whoever may not know of it."""
    actor = work.actor
    if not actor.is_staff:
        return _as_person(work, row)
    if care.may_plan(actor, row.organisation_id):
        return Standpoint(Side.PLANNER)
    claims, _ = own_claims(work, row)
    if claims:
        return Standpoint(Side.CAREGIVER, claims[0].caregiver_id)
    if not row.is_private:
        path = regions.path_of(work, row.region_code)
        if care.may_handle(actor, path):
            return Standpoint(Side.WORKER)
        if care.may_watch(actor, path):
            return Standpoint(Side.WATCHER)
    raise NotFound


def is_replaced(work: UnitOfWork, row: SeenVisit) -> bool:
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


def _as_person(work: UnitOfWork, row: SeenVisit) -> Standpoint:
    actor = work.actor
    if actor.is_system or actor.resident_id == row.elder_id:
        return Standpoint(Side.PERSON)
    if actor.account_id and row.elder_id in residents.elder_ids(work, actor.account_id, care.PROXY_SCOPE):
        return Standpoint(Side.PERSON)
    raise NotFound


def _read(rows: Sequence[Any]) -> tuple[list[Claim], Waiting | None]:
    claims = [Claim(row.caregiver_id, row.assigned_at, row.released_at) for row in rows]
    if not rows or rows[0].proof_of is None:
        return claims, None
    return claims, waiting_of(rows[0])


def waiting_of(row: Any) -> Waiting:
    """What a proof waits for."""
    return Waiting(done_at=row.done_at, silent_at=row.silent_at, waits_since=row.waits_since)


_HELD = Prepared(
    select(*(getattr(Visit, name) for name in HeldVisit.__dataclass_fields__))
    .where(Visit.id == bindparam("visit_id"))
    .with_for_update()
)
_CLAIMED = (Assignment.caregiver_id, Assignment.assigned_at, Assignment.released_at)
_CLAIMS = (
    select(
        *_CLAIMED,
        VisitProof.visit_id.label("proof_of"),
        VisitProof.done_at,
        VisitProof.silent_at,
        VisitProof.waits_since,
    )
    .outerjoin(VisitProof, VisitProof.visit_id == bindparam("visit_id"))
    .where(or_(Assignment.visit_id == bindparam("visit_id"), Assignment.round_id == bindparam("round_id")))
    .order_by(Assignment.assigned_at, Assignment.id)
)
_CLAIMS_OF = Prepared(_CLAIMS.where(Assignment.caregiver_id == bindparam("caregiver_id")))
_OWN_CLAIMS = Prepared(
    _CLAIMS.join(Caregiver, Caregiver.id == Assignment.caregiver_id).where(
        Caregiver.account_id == bindparam("account_id")
    )
)
