"""Marks and the course of a visit as they are told: verdicts and distances, never a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import CodeVerdict, CoordinateSystem, PlaceVerdict
from service.elderly_care.proofs.queries.marks import AmendedValue, MarkRecord
from service.elderly_care.proofs.rules import (
    AmendedField,
    AmendmentStatus,
    AnomalyKind,
    AnomalyOutcome,
    ConfirmationWay,
    Flag,
    IncidentKind,
    MarkKind,
    NotServedReason,
    Reason,
)
from service.elderly_care.visits.rules import VisitStatus
from service.kit.acting import ActedBy


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark as it is told; of the vitals that came with it, whether they were kept."""

    id: UUID
    visit_id: UUID
    caregiver_id: UUID
    kind: MarkKind
    at: datetime
    received_at: datetime
    place: PlaceVerdict
    coordinate_system: CoordinateSystem | None
    accuracy_m: float | None
    distance_m: int | None
    code: CodeVerdict | None
    flags: Sequence[Flag]
    reason_code: Reason | None
    vitals_refused: bool


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What a caregiver reported as they went."""

    caregiver_id: UUID
    reported_at: datetime
    tasks: Sequence[Mapping[str, Any]]
    vitals: Mapping[str, Any] | None
    vitals_refused: bool
    note: str | None
    photos: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class ShownServed:
    """From when until when a caregiver was there."""

    caregiver_id: UUID
    caregiver_name: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """What a visit that was not served is worth."""

    reason_code: NotServedReason
    number: int
    paid_per_mille: int
    counts_against_operator: bool
    needs_worker_check: bool
    set_at: datetime


@dataclass(frozen=True, slots=True)
class ShownNotServed:
    """That a visit was not served, with the policy that held."""

    id: UUID
    visit_id: UUID
    reason_code: NotServedReason
    at: datetime
    recorded_at: datetime
    note: str | None
    policy: ShownPolicy


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """What happened at a visit, and the alarm that rang because of it."""

    id: UUID
    visit_id: UUID
    kind: IncidentKind
    at: datetime
    recorded_at: datetime
    alarm_id: UUID | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ShownExplanation:
    """What the operator said of a visit."""

    id: UUID
    visit_id: UUID
    reason_code: Reason
    note: str | None
    explained_at: datetime


@dataclass(frozen=True, slots=True)
class ShownAmendment:
    """What was put right: what it was, what it is to be."""

    id: UUID
    version: int
    visit_id: UUID
    caregiver_id: UUID
    field: AmendedField
    original: AmendedValue
    value: AmendedValue
    reason_code: Reason
    status: AmendmentStatus
    amended_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownConfirmation:
    """By whose word, or silence, a visit counts as made."""

    way: ConfirmationWay
    at: datetime
    rating: int | None
    comment: str | None
    acted_by: ActedBy | None


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What became of a visit, and all that it rests on."""

    visit_id: UUID
    elder_id: UUID
    status: VisitStatus
    mode: Mode
    window_starts_at: datetime
    window_ends_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    minutes_served: int | None
    minutes_agreed: int
    proved: bool
    flags: Sequence[Flag]
    rule_version: int | None
    missed_at: datetime | None
    served: Sequence[ShownServed]
    marks: Sequence[ShownMark]
    reports: Sequence[ShownReport]
    not_served: Sequence[ShownNotServed]
    incidents: Sequence[ShownIncident]
    explanations: Sequence[ShownExplanation]
    amendments: Sequence[ShownAmendment]
    confirmation: ShownConfirmation | None
    sample_first: bool
    waits_since: datetime | None


@dataclass(frozen=True, slots=True)
class ShownWaiting:
    """A visit that is done, not proved, and waits for somebody's word."""

    visit_id: UUID
    elder_id: UUID
    elder_name: str | None
    organisation_id: UUID
    region_code: str
    started_at: datetime | None
    ended_at: datetime | None
    flags: Sequence[Flag]
    waits_since: datetime


@dataclass(frozen=True, slots=True)
class ShownAnomaly:
    """Something odd about a visit."""

    id: UUID
    version: int
    visit_id: UUID
    kind: AnomalyKind
    caregiver_id: UUID
    organisation_id: UUID
    region_code: str
    other_visit_id: UUID | None
    facts: Mapping[str, Any]
    found_at: datetime
    explanation: str | None
    explained_at: datetime | None
    outcome: AnomalyOutcome | None
    settled_at: datetime | None


def shown_mark(row: MarkRecord, *, vitals_refused: bool = False) -> ShownMark:
    """A mark as it is told."""
    same = {name: getattr(row, name) for name in MarkRecord.__dataclass_fields__}
    return ShownMark(**same, vitals_refused=vitals_refused)
