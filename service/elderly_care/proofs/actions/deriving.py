"""Deriving anew what became of a visit, each time something is recorded of it; the caller holds the visit's row.

What is concluded is put on rows that were loaded, or kept by the statement that ends the unit of work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, literal
from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.messages import VisitServed
from service.elderly_care.proofs.models import ServedTime, VisitProof
from service.elderly_care.proofs.queries import SeenMark, SeenVisit
from service.elderly_care.proofs.rules import RULE_VERSION, Course, Terms, Waiting
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.closing import at_the_end
from service.kit.prepared import Prepared, table_of
from service.kit.work import UnitOfWork

# What a conclusion may change of a visit, and of its proof.
MOVED = ("status", "updated_at")
CONCLUDED = (
    "started_at",
    "ended_at",
    "minutes_served",
    "is_proved",
    "flags",
    "rule_version",
    "changed_at",
    "examined_at",
    "done_at",
    "silent_at",
    "waits_since",
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows for a visit from all that is recorded of it: its course, where it stands, and what it waits for."""

    course: Course
    status: VisitStatus
    waiting: Waiting


def derive(
    work: UnitOfWork, visit: SeenVisit, before: Waiting | None, marks: Sequence[SeenMark]
) -> Conclusion:
    """What follows from the marks of a visit and all else that is recorded, whatever came first.

    Where nothing was waited for `before`, nothing but these marks is recorded yet.
    """
    found = rules.course(
        terms_of(visit),
        map(queries.facts, marks),
        not_served_at=queries.not_served_at(work, visit.id) if before else None,
        amended=queries.amended_times(work, visit.id) if before else (),
    )
    return conclude(work, visit, before or Waiting(), found)


def conclude(work: UnitOfWork, visit: SeenVisit, before: Waiting, found: Course) -> Conclusion:
    """What follows from a visit's course; that it was served is told at once."""
    status = _status_after(work, visit, found)
    if status is VisitStatus.DONE and visit.status is not VisitStatus.DONE:
        work.announce(VisitServed(visit_id=visit.id))
    silence = timedelta(days=work.house.settings.care_confirm_days)
    waiting = rules.waiting(before, status, is_proved=found.is_proved, now=work.now, silence=silence)
    return Conclusion(found, status, waiting)


def keep(work: UnitOfWork, visit: SeenVisit, concluded: Conclusion) -> None:
    """Keep what was concluded when this unit of work ends, for whoever has loaded neither the visit nor its proof."""
    at_the_end(
        work,
        _KEEP_PROOF,
        visit_id=visit.id,
        organisation_id=visit.organisation_id,
        region_code=visit.region_code,
        **_told(work, concluded),
    )
    for row in times_in(visit, concluded.course):
        at_the_end(work, _KEEP_TIME, **row)
    if concluded.status is not visit.status:
        visits.keep_status(work, visit.id, concluded.status)


def put(work: UnitOfWork, visit: Visit, proof: VisitProof | None, concluded: Conclusion) -> None:
    """Put what was concluded on the visit and its proof; when caregivers were there is kept apart, for many at once."""
    proof = proof or _begin(work, visit)
    for name, value in _told(work, concluded).items():
        setattr(proof, name, value)
    if concluded.status is not visit.status and concluded.course.act is not None:
        visits.move_status(work, visit, concluded.course.act)


def derive_again(work: UnitOfWork, visit: Visit) -> None:
    """Let a visit and its proof say what follows, for whoever has recorded something else than a mark."""
    proof = queries.proof_of(work, visit.id)
    before = queries.waiting_of(proof) if proof else Waiting()
    concluded = derive(work, visit, before, queries.marks_of(work, visit.id))
    put(work, visit, proof, concluded)
    keep_times(work, times_in(visit, concluded.course))


def terms_of(visit: SeenVisit) -> Terms:
    """What a visit was to be."""
    return Terms(
        mode=visit.mode,
        caregivers_needed=visit.caregivers_needed,
        window_starts_at=visit.window_starts_at,
        window_ends_at=visit.window_ends_at,
    )


def times_in(visit: SeenVisit, found: Course) -> list[dict[str, Any]]:
    """When which caregiver was at a visit."""
    return [
        {
            "visit_id": visit.id,
            "caregiver_id": each.caregiver_id,
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
        }
        for each in found.served
    ]


def keep_times(work: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep when caregivers were at visits, in one statement: one row each; none ever goes, as no mark does."""
    if not rows:
        return
    kept = insert(ServedTime).values(rows)
    anew = {name: kept.excluded[name] for name in ("starts_at", "ends_at")}
    work.session.execute(
        kept.on_conflict_do_update(index_elements=("visit_id", "caregiver_id"), set_=anew),
        execution_options={"synchronize_session": False},
    )


def _status_after(work: UnitOfWork, visit: SeenVisit, found: Course) -> VisitStatus:
    status = rules.moved(visit.status, found)
    if status is not visit.status and visit.status is VisitStatus.CANCELLED:
        # Where another stands for that day, what was done after all is on record, for the operator to explain.
        return visit.status if queries.is_replaced(work, visit) else status
    return status


def _begin(work: UnitOfWork, visit: Visit) -> VisitProof:
    """The proof of a visit of which nothing was recorded yet."""
    proof = VisitProof(
        visit_id=visit.id, organisation_id=visit.organisation_id, region_code=visit.region_code
    )
    work.session.add(proof)
    return proof


def _told(work: UnitOfWork, concluded: Conclusion) -> dict[str, Any]:
    """What a proof says then, by the names of its columns."""
    found, waiting = concluded.course, concluded.waiting
    return {
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "minutes_served": found.minutes_served,
        "is_proved": found.is_proved,
        "flags": [flag.value for flag in found.flags],
        "rule_version": RULE_VERSION,
        "changed_at": work.now,
        "examined_at": None,
        "done_at": waiting.done_at,
        "silent_at": waiting.silent_at,
        "waits_since": waiting.waits_since,
    }


_PROOF = insert(table_of(VisitProof)).values(
    {
        **{name: bindparam(name) for name in ("visit_id", "organisation_id", "region_code", *CONCLUDED)},
        "sample_first": literal(False),
        "version": literal(1),
    }
)
_KEEP_PROOF = Prepared(
    _PROOF.on_conflict_do_update(
        index_elements=["visit_id"],
        set_={
            **{name: _PROOF.excluded[name] for name in CONCLUDED},
            "version": VisitProof.version + 1,
        },
    )
)
_TIME = insert(table_of(ServedTime))
_KEEP_TIME = Prepared(
    _TIME.on_conflict_do_update(
        index_elements=["visit_id", "caregiver_id"],
        set_={name: _TIME.excluded[name] for name in ("starts_at", "ends_at")},
    )
)
