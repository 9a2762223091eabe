"""The course of a visit, put together for whoever reads it: a caregiver sees what is their own."""

from collections.abc import Sequence
from typing import Any

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.proofs.models import (
    Amendment,
    Explanation,
    Incident,
    NotServed,
    NotServedPolicy,
    VisitProof,
)
from service.elderly_care.proofs.permissions import Side, Standpoint
from service.elderly_care.proofs.queries import due, marks
from service.elderly_care.proofs.queries.marks import MarkRecord
from service.elderly_care.proofs.queries.shown import (
    ShownAmendment,
    ShownConfirmation,
    ShownExplanation,
    ShownIncident,
    ShownNotServed,
    ShownPolicy,
    ShownProof,
    ShownReport,
    ShownServed,
    shown_mark,
)
from service.elderly_care.proofs.rules import Flag
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork

_OF_VISIT = ("elder_id", "status", "mode", "window_starts_at", "window_ends_at")
_DERIVED = ("started_at", "ended_at", "minutes_served", "rule_version", "waits_since")


def course_of(work: UnitOfWork, visit: Visit, seen: Standpoint, *, opens: bool) -> ShownProof:
    """What became of a visit and all that it rests on; what was said and measured only where that `opens`."""
    work.session.flush()
    proof, overdue = marks.proof_of(work, visit.id), marks.overdue_of(work, visit.id)
    same: dict[str, Any] = {name: getattr(visit, name) for name in _OF_VISIT}
    same |= {name: getattr(proof, name, None) for name in _DERIVED}
    return ShownProof(
        visit_id=visit.id,
        minutes_agreed=visit.minutes,
        proved=proof.is_proved if proof else False,
        flags=[Flag(each) for each in proof.flags] if proof else [],
        missed_at=overdue.missed_at if overdue else None,
        sample_first=proof.sample_first if proof else False,
        served=_served(work, visit, seen),
        confirmation=_confirmation(work, proof, opens=opens and seen.side is not Side.CAREGIVER),
        **same,
        **_recorded(work, visit, seen, opens=opens),
    )


def shown_not_served(work: UnitOfWork, row: NotServed, *, opens: bool = True) -> ShownNotServed:
    """That a visit was not served, with the version of the policy that held."""
    return ShownNotServed(
        id=row.id,
        visit_id=row.visit_id,
        reason_code=row.reason_code,
        at=row.at,
        recorded_at=row.recorded_at,
        note=marks.opened(work, row.note_sealed, f"care_not_served.note:{row.id}") if opens else None,
        policy=shown_policy(due.policy(work, row.policy_id)),
    )


def shown_policy(row: NotServedPolicy) -> ShownPolicy:
    """What a visit that was not served is worth."""
    return ShownPolicy(**{name: getattr(row, name) for name in ShownPolicy.__dataclass_fields__})


def shown_incident(work: UnitOfWork, row: Incident, *, opens: bool = True) -> ShownIncident:
    """What happened at a visit."""
    return ShownIncident(
        id=row.id,
        visit_id=row.visit_id,
        kind=row.kind,
        at=row.at,
        recorded_at=row.recorded_at,
        alarm_id=row.alarm_id,
        note=marks.opened(work, row.note_sealed, f"care_incidents.note:{row.id}") if opens else None,
    )


def shown_explanation(work: UnitOfWork, row: Explanation, *, opens: bool = True) -> ShownExplanation:
    """What the operator said of a visit."""
    return ShownExplanation(
        id=row.id,
        visit_id=row.visit_id,
        reason_code=row.reason_code,
        note=marks.opened(work, row.note_sealed, f"care_visit_explanations.note:{row.id}") if opens else None,
        explained_at=row.explained_at,
    )


def shown_amendment(work: UnitOfWork, row: Amendment, *, opens: bool = True) -> ShownAmendment:
    """What was put right."""
    same = ShownAmendment.__dataclass_fields__.keys() - {"original", "value"}
    original, value = (marks.amended_value(work, row, original=each) for each in (True, False))
    if not opens:
        original, value = (marks.AmendedValue(each.at, None) for each in (original, value))
    return ShownAmendment(**{name: getattr(row, name) for name in same}, original=original, value=value)


def _recorded(work: UnitOfWork, visit: Visit, seen: Standpoint, *, opens: bool) -> dict[str, Any]:
    """All rows about the visit that are theirs to see."""
    own = [each for each in marks.marks_of(work, visit.id) if _is_theirs(each, seen)]
    refused = {each.mark_id for each in marks.reports_of(work, visit.id) if each.vitals_refused}
    amendments = [each for each in marks.amendments_of(work, visit.id) if _is_theirs(each, seen)]
    return {
        "marks": [shown_mark(each, vitals_refused=each.id in refused) for each in own],
        "reports": _reports(work, visit, own) if opens else [],
        "not_served": [
            shown_not_served(work, each, opens=opens) for each in marks.reports_not_served(work, visit.id)
        ],
        "incidents": [shown_incident(work, each, opens=opens) for each in marks.incidents_of(work, visit.id)],
        "explanations": [
            shown_explanation(work, each, opens=opens) for each in marks.explanations_of(work, visit.id)
        ],
        "amendments": [shown_amendment(work, each, opens=opens) for each in amendments],
    }


def _is_theirs(row: MarkRecord | Amendment, seen: Standpoint) -> bool:
    return seen.side is not Side.CAREGIVER or row.caregiver_id == seen.caregiver_id


def _served(work: UnitOfWork, visit: Visit, seen: Standpoint) -> list[ShownServed]:
    rows = marks.served_of(work, visit.id)
    names = caregivers.facts_of(work, {each.caregiver_id for each in rows}) if rows else {}
    return [
        ShownServed(each.caregiver_id, names[each.caregiver_id].name, each.starts_at, each.ends_at)
        for each in rows
        if seen.side is not Side.CAREGIVER or each.caregiver_id == seen.caregiver_id
    ]


def _reports(work: UnitOfWork, visit: Visit, own: Sequence[MarkRecord]) -> list[ShownReport]:
    by_mark = {each.id: each.caregiver_id for each in own}
    shown = []
    for row in marks.reports_of(work, visit.id):
        if row.mark_id not in by_mark:
            continue
        said = marks.reported(work, row)
        shown.append(
            ShownReport(
                caregiver_id=by_mark[row.mark_id],
                reported_at=row.reported_at,
                tasks=said.get("tasks", []),
                vitals=said.get("vitals"),
                vitals_refused=row.vitals_refused,
                note=said.get("note"),
                photos=row.photos,
            )
        )
    return shown


def _confirmation(work: UnitOfWork, proof: VisitProof | None, *, opens: bool) -> ShownConfirmation | None:
    if proof is None or proof.confirmed_at is None or proof.confirmed_way is None:
        return None
    comment = marks.opened(work, proof.comment_sealed, f"care_proofs.comment:{proof.visit_id}")
    return ShownConfirmation(
        way=proof.confirmed_way,
        at=proof.confirmed_at,
        rating=proof.rating,
        comment=comment if opens else None,
        acted_by=proof.acted_by,
    )
