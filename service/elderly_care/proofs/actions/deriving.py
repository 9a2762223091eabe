"""Deriving anew what became of a visit, each time something is recorded of it; the caller holds the visit's row."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.messages import VisitServed
from service.elderly_care.proofs.models import ServedTime, VisitMark, VisitProof
from service.elderly_care.proofs.rules import RULE_VERSION, Course, Terms
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
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


def derive(
    work: UnitOfWork, visit: Visit, proof: VisitProof | None, marks: Sequence[VisitMark]
) -> VisitProof:
    """Let the visit and its proof say what follows from its marks and all else that is recorded, whatever came first.

    Without a proof nothing but these marks is recorded yet.
    """
    found = rules.course(
        terms_of(visit),
        map(queries.facts, marks),
        not_served_at=queries.not_served_at(work, visit.id) if proof else None,
        amended=queries.amended_times(work, visit.id) if proof else (),
    )
    proof = conclude(work, visit, proof, found)
    keep_times(work, times_in(visit, found))
    return proof


def conclude(work: UnitOfWork, visit: Visit, proof: VisitProof | None, found: Course) -> VisitProof:
    """Let the visit and its proof say what was found; when caregivers were there is kept apart, for many at once."""
    proof = proof or begin(work, visit)
    _note(work, proof, found)
    _move(work, visit, found)
    _settle_waiting(work, visit, proof, found)
    return proof


def derive_again(work: UnitOfWork, visit: Visit) -> VisitProof:
    """The same, for whoever has recorded something else than a mark."""
    proof = queries.proof_of(work, visit.id) or begin(work, visit)
    return derive(work, visit, proof, queries.marks_of(work, visit.id))


def begin(work: UnitOfWork, visit: Visit) -> VisitProof:
    """The proof of a visit of which nothing was recorded yet."""
    proof = VisitProof(
        visit_id=visit.id,
        organisation_id=visit.organisation_id,
        region_code=visit.region_code,
        rule_version=RULE_VERSION,
        flags=[],
        changed_at=work.now,
    )
    work.session.add(proof)
    return proof


def terms_of(visit: Visit) -> Terms:
    """What a visit was to be."""
    return Terms(
        mode=visit.mode,
        caregivers_needed=visit.caregivers_needed,
        window_starts_at=visit.window_starts_at,
        window_ends_at=visit.window_ends_at,
    )


def _note(work: UnitOfWork, proof: VisitProof, found: Course) -> None:
    proof.started_at, proof.ended_at = found.started_at, found.ended_at
    proof.minutes_served, proof.is_proved = found.minutes_served, found.is_proved
    proof.flags = [flag.value for flag in found.flags]
    proof.rule_version, proof.changed_at, proof.examined_at = RULE_VERSION, work.now, None


def times_in(visit: Visit, found: Course) -> list[dict[str, Any]]:
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


def _move(work: UnitOfWork, visit: Visit, found: Course) -> None:
    if rules.moved(visit.status, found) is visit.status or found.act is None:
        return
    if visit.status is VisitStatus.CANCELLED and queries.is_replaced(work, visit):
        # Another stands for that day: what was done after all is on record, for the operator to explain.
        return
    visits.move_status(work, visit, found.act)
    if visit.status is VisitStatus.DONE:
        work.announce(VisitServed(visit_id=visit.id))


def _settle_waiting(work: UnitOfWork, visit: Visit, proof: VisitProof, found: Course) -> None:
    """From when a visit is done its elder has some days to say so; what is proved meanwhile waits for nobody else."""
    if visit.status is VisitStatus.CONFIRMED:
        return
    if visit.status is not VisitStatus.DONE:
        proof.done_at = proof.silent_at = proof.waits_since = None
        return
    proof.done_at = proof.done_at or work.now
    if proof.waits_since is None or found.is_proved:
        proof.waits_since = None
        proof.silent_at = proof.done_at + timedelta(days=work.house.settings.care_confirm_days)
