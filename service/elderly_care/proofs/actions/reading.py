"""Reading what became of visits, as much of it as one needs; each reading by staff is noted."""

from typing import Any
from uuid import UUID

from service.elderly_care.proofs import queries
from service.elderly_care.proofs.permissions import Side, Standpoint
from service.elderly_care.proofs.queries import ShownAnomaly, ShownProof, ShownWaiting
from service.elderly_care.visits.models import Visit
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents


def read_proof(work: UnitOfWork, visit_id: UUID) -> ShownProof:
    """What became of a visit and all that it rests on; a caregiver sees what is their own. Raises NotFound."""
    visit = work.found(queries.visit(work, visit_id))
    seen = queries.standpoint(work, visit)
    if work.actor.is_staff:
        work.audit(
            "get_visit_proof", subject=visit.id, region_code=visit.region_code, people=[visit.elder_id]
        )
    return queries.course_of(work, visit, seen, opens=_opens(work, visit, seen))


def read_photo(work: UnitOfWork, visit_id: UUID, file_id: UUID) -> File:
    """A photo that came with a visit, for who may read what was reported. Raises NotFound."""
    visit = work.found(queries.visit(work, visit_id))
    seen = queries.standpoint(work, visit)
    work.require(_opens(work, visit, seen))
    known = {photo for each in queries.reports_of(work, visit_id) for photo in each.photos}
    if work.actor.is_staff:
        work.audit(
            "get_visit_photo", subject=visit.id, region_code=visit.region_code, people=[visit.elder_id]
        )
    return work.found(files.with_body(work, file_id) if file_id in known else None)


def read_waiting(work: UnitOfWork, **wanted: Any) -> Page[ShownWaiting]:
    """A page of visits that wait for a word, noted for whose they are. Raises Forbidden."""
    found = queries.waiting(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people:
        work.audit("list_unconfirmed_visits", people=people)
    return found


def read_anomalies(work: UnitOfWork, **wanted: Any) -> Page[ShownAnomaly]:
    """A page of anomalies. Raises Forbidden."""
    found = queries.anomalies(work, **wanted)
    return Page([queries.shown_anomaly(work, each) for each in found.items], found.next_cursor)


def _opens(work: UnitOfWork, visit: Visit, seen: Standpoint) -> bool:
    """Who sees what was said and measured: the elder's side, the workers, whose own it is, and with consent the operator."""
    if seen.side is Side.PLANNER:
        return consents.may_share(work, visit.elder_id, visit.organisation_id)
    return seen.side is not Side.WATCHER
