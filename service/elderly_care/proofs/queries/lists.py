"""Lists: what waits for a word, and anomalies; each narrowed to what the actor may see."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from service.elderly_care import permissions as care
from service.elderly_care.proofs.models import Anomaly, VisitProof
from service.elderly_care.proofs.queries.marks import opened
from service.elderly_care.proofs.queries.shown import ShownAnomaly, ShownWaiting
from service.elderly_care.proofs.rules import AnomalyKind, Flag
from service.elderly_care.visits.models import Visit
from service.kit.actor import Function
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def waiting(
    work: UnitOfWork,
    *,
    organisation_id: UUID | None = None,
    region_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownWaiting]:
    """Visits that are done, not proved, and wait for a word, the longest first. Raises Forbidden."""
    reach = _reach(work, VisitProof.organisation_id, VisitProof.region_code, Visit.is_private)
    query: Select[Any] = select(VisitProof).join(Visit, Visit.id == VisitProof.visit_id)
    query = _narrowed(
        query.where(VisitProof.waits_since.is_not(None), reach), VisitProof, organisation_id, region_code
    )
    by = (VisitProof.waits_since, VisitProof.visit_id)
    found = page(work, query, by=by, cursor=cursor, limit=limit)
    elders = select(Visit.id, Visit.elder_id).where(Visit.id.in_([row.visit_id for row in found.items]))
    elder_of = {row.id: row.elder_id for row in work.session.execute(elders)}
    names = residents.masked_names(work, elder_of.values())
    return Page([_waiting(row, elder_of[row.visit_id], names) for row in found.items], found.next_cursor)


def anomalies(
    work: UnitOfWork,
    *,
    organisation_id: UUID | None = None,
    region_code: str | None = None,
    kind: AnomalyKind | None = None,
    is_open: bool | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Anomaly]:
    """Anomalies that the actor may see, the newest first. Raises Forbidden."""
    query = _narrowed(_anomalies_within_reach(work), Anomaly, organisation_id, region_code)
    if kind is not None:
        query = query.where(Anomaly.kind == kind)
    if is_open is not None:
        query = query.where(Anomaly.settled_at.is_(None) if is_open else Anomaly.settled_at.is_not(None))
    return page(work, query, by=(Anomaly.id,), cursor=cursor, limit=limit, descending=True)


def readable_anomaly(work: UnitOfWork, anomaly_id: UUID, *, to_change: bool = False) -> Anomaly:
    """An anomaly that the actor may see. Raises NotFound, Forbidden."""
    query = _anomalies_within_reach(work).where(Anomaly.id == anomaly_id)
    return work.found(work.session.scalar(query.with_for_update() if to_change else query))


def shown_anomaly(work: UnitOfWork, row: Anomaly) -> ShownAnomaly:
    """An anomaly as it is told."""
    work.session.flush()
    same = ShownAnomaly.__dataclass_fields__.keys() - {"explanation"}
    return ShownAnomaly(
        **{name: getattr(row, name) for name in same},
        explanation=opened(work, row.explanation_sealed, f"care_anomalies.explanation:{row.id}"),
    )


def _waiting(row: VisitProof, elder_id: UUID, names: dict[UUID, str]) -> ShownWaiting:
    return ShownWaiting(
        visit_id=row.visit_id,
        elder_id=elder_id,
        elder_name=names.get(elder_id),
        organisation_id=row.organisation_id,
        region_code=row.region_code,
        started_at=row.started_at,
        ended_at=row.ended_at,
        flags=[Flag(each) for each in row.flags],
        waits_since=row.waits_since or row.changed_at,
    )


def _anomalies_within_reach(work: UnitOfWork) -> Select[Anomaly]:
    reach = _reach(work, Anomaly.organisation_id, Anomaly.region_code, Anomaly.is_private)
    return select(Anomaly).where(reach)


def _reach(work: UnitOfWork, organisation: Any, region: Any, is_private: Any) -> ColumnElement[bool]:
    """An operator's planners see what is theirs; staff with care in hand what is in their places and not private."""
    operators = work.actor.served_organisations(care.PLANNERS)
    tops = work.actor.served_regions(care.WORKERS, Function.CARE)
    if not operators and not tops:
        raise Forbidden
    return or_(organisation.in_(operators), region.in_(regions.below(tops)) & ~is_private)


def _narrowed(
    query: Select[Any], model: Any, organisation_id: UUID | None, region_code: str | None
) -> Select[Any]:
    if organisation_id is not None:
        query = query.where(model.organisation_id == organisation_id)
    if region_code is not None:
        query = query.where(model.region_code.in_(regions.below([region_code])))
    return query
