"""Ticks of rounds and sessions: many visits at once, recorded and concluded with as few statements as one.

A tick is the whole of a visit; at a door it may say instead that nobody took what was brought, and of a session, when
somebody left. Whose round it is, and who may say so, the caller has seen to.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from service.elderly_care.doors import queries as doors
from service.elderly_care.doors.rules import DoorFacts
from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.actions.deriving import (
    CONCLUDED,
    MOVED,
    conclude,
    keep_times,
    put,
    terms_of,
    times_in,
)
from service.elderly_care.proofs.actions.marking import Attempt, Told, new_mark, sending_of
from service.elderly_care.proofs.actions.sealing import seal, seal_all
from service.elderly_care.proofs.errors import NotYourVisit, WrongMode
from service.elderly_care.proofs.messages import VisitNotServed
from service.elderly_care.proofs.models import NotServed, NotServedPolicy, VisitMark, VisitProof, VisitReport
from service.elderly_care.proofs.queries import SeenMark
from service.elderly_care.proofs.rules import (
    AmendedTime,
    Claim,
    Flag,
    MarkKind,
    NotServedReason,
    Waiting,
)
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.errors import DomainError
from service.kit.prepared import values_of
from service.kit.together import write_together
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What somebody says of one visit of a round: that it was made, why it was not, or when the elder left."""

    visit_id: UUID
    caregiver_id: UUID
    told: Told
    kind: MarkKind = MarkKind.TICK
    not_served: NotServedReason | None = None
    remark: Flag | None = None
    note: str | None = None


@dataclass(slots=True, kw_only=True)
class _Records:
    """All that is on record of some visits, and what comes to it."""

    visits: Mapping[UUID, tuple[Visit, VisitProof | None]]
    claims: Mapping[UUID, list[Claim]]
    doors: Mapping[UUID, DoorFacts]
    amended: Mapping[UUID, Sequence[AmendedTime]]
    policies: Mapping[NotServedReason, NotServedPolicy]
    marks: dict[UUID, list[SeenMark]]
    not_served: dict[UUID, list[NotServed]]
    reports: list[VisitReport] = field(default_factory=list)
    touched: dict[UUID, NotServed | None] = field(default_factory=dict)


def tick_all(work: UnitOfWork, ticks: Sequence[Tick]) -> list[bool | DomainError]:
    """Record these ticks: of each whether it is new, or why it can not be recorded, which hinders no other.

    In whichever order and however often they are sent, the same stands in the end.
    """
    records = _records(work, ticks)
    answers = [_answer(work, records, tick) for tick in ticks]
    times: list[dict[str, Any]] = []
    for visit_id in sorted(records.touched):
        times += _conclude(work, records, visit_id)
    held = [records.visits[visit_id] for visit_id in records.touched]
    write_together(work, [visit for visit, _ in held], MOVED)
    write_together(work, [proof for _, proof in held if proof is not None], CONCLUDED)
    work.session.flush()
    work.session.add_all(records.reports)
    keep_times(work, times)
    return answers


def _records(work: UnitOfWork, ticks: Sequence[Tick]) -> _Records:
    visits = queries.visits_to_mark(work, {tick.visit_id for tick in ticks})
    says_place = any(tick.told.code or tick.told.latitude is not None for tick in ticks)
    elders = {visit.elder_id for visit, _ in visits.values() if rules.needs_place(visit.mode)}
    marks: dict[UUID, list[SeenMark]] = defaultdict(list)
    for mark in queries.marks_of_all(work, visits.keys()):
        marks[mark.visit_id].append(mark)
    not_served: dict[UUID, list[NotServed]] = defaultdict(list)
    for report in queries.reports_not_served_of_all(work, visits.keys()):
        not_served[report.visit_id].append(report)
    reasons = {tick.not_served for tick in ticks if tick.not_served is not None}
    return _Records(
        visits=visits,
        claims=queries.claims_of_all(work, visits.keys()),
        doors=doors.doors(work, elders) if says_place and elders else {},
        amended=queries.amended_times_of_all(work, visits.keys()),
        policies={each: queries.policy_now(work, each) for each in sorted(reasons)},
        marks=marks,
        not_served=not_served,
    )


def _answer(work: UnitOfWork, records: _Records, tick: Tick) -> bool | DomainError:
    try:
        attempt = _attempt(work, records, tick)
    except DomainError as refusal:
        return refusal
    if tick.not_served is not None:
        return _say_not_served(work, records, tick, tick.not_served)
    return _mark(work, records, tick, attempt)


def _attempt(work: UnitOfWork, records: _Records, tick: Tick) -> Attempt:
    """What is to be recorded, if it was theirs. Raises NotFound, WrongMode, NotYourVisit."""
    visit, _ = work.found(records.visits.get(tick.visit_id))
    theirs = [each for each in records.claims.get(visit.id, ()) if each.caregiver_id == tick.caregiver_id]
    work.found(theirs or None)
    if rules.is_checked(visit.mode):
        raise WrongMode
    sending = sending_of(theirs, tick.told.at, visit)
    if sending is None:
        raise NotYourVisit
    return Attempt(
        visit=visit,
        caregiver_id=tick.caregiver_id,
        kind=tick.kind,
        told=tick.told,
        sending=sending,
    )


def _mark(work: UnitOfWork, records: _Records, tick: Tick, attempt: Attempt) -> bool:
    visit, marks = attempt.visit, records.marks[tick.visit_id]
    key = (tick.caregiver_id, tick.kind, tick.told.at)
    if any((each.caregiver_id, each.kind, each.at) == key for each in marks):
        return False
    mark = new_mark(work, attempt, records.doors.get(visit.elder_id))
    if tick.remark is not None:
        mark.flags = rules.in_order({*mark.flags, tick.remark})
    work.session.add(VisitMark(**values_of(mark)))
    marks.append(mark)
    if tick.note is not None:
        records.reports.append(_report(work, mark, tick.note))
    records.touched.setdefault(visit.id, None)
    return True


def _say_not_served(work: UnitOfWork, records: _Records, tick: Tick, reason: NotServedReason) -> bool:
    at, by = min(tick.told.at, work.now), work.found(work.actor.account_id)
    said = records.not_served[tick.visit_id]
    if any((each.reason_code, each.at, each.recorded_by) == (reason, at, by) for each in said):
        return False
    report_id = work.new_id()
    report = NotServed(
        id=report_id,
        visit_id=tick.visit_id,
        reason_code=reason,
        policy_id=records.policies[reason].id,
        at=at,
        recorded_at=work.now,
        recorded_by=by,
        note_sealed=seal(work, tick.note, f"care_not_served.note:{report_id}"),
    )
    work.session.add(report)
    said.append(report)
    records.touched[tick.visit_id] = report
    return True


def _conclude(work: UnitOfWork, records: _Records, visit_id: UUID) -> list[dict[str, Any]]:
    visit, proof = records.visits[visit_id]
    found = rules.course(
        terms_of(visit),
        map(queries.facts, records.marks[visit_id]),
        not_served_at=max((each.at for each in records.not_served[visit_id]), default=None),
        amended=records.amended.get(visit_id, ()),
    )
    before = queries.waiting_of(proof) if proof else Waiting()
    put(work, visit, proof, conclude(work, visit, before, found))
    said = records.touched[visit_id]
    if said is not None and visit.status is VisitStatus.NOT_SERVED:
        work.announce(VisitNotServed(visit_id=visit_id, report_id=said.id))
    return times_in(visit, found)


def _report(work: UnitOfWork, mark: SeenMark, note: str) -> VisitReport:
    sealed = seal_all(work, {"note": note}, f"care_visit_reports.content:{mark.id}")
    return VisitReport(
        mark_id=mark.id, visit_id=mark.visit_id, reported_at=work.now, content_sealed=sealed, photos=[]
    )
