"""Entitlements as they are told, with what was done about them and what speaks against them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.entitlements import rules
from service.elderly_care.entitlements.models import Entitlement, EntitlementStep, Finding, Objection
from service.elderly_care.entitlements.rules import (
    OPEN,
    EntitlementStatus,
    EntitlementStepKind,
    FindingKind,
    FindingSource,
    Missing,
    ObjectionOutcome,
    ObjectionWay,
    Opinion,
    StopReason,
    Wanted,
)
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.acting import ActedBy
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownEntitlementStep:
    """What was done, as it is told."""

    kind: EntitlementStepKind
    facts: str | None
    text: str | None
    made_at: datetime
    acted_by: ActedBy | None


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection as it is told to staff."""

    id: UUID
    way: ObjectionWay
    objector: str | None
    text: str | None
    made_at: datetime
    outcome: ObjectionOutcome | None
    answer: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """What speaks against granted days, as it is told."""

    kind: FindingKind
    starts_on: date
    ends_on: date | None
    source: FindingSource
    seen_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownEntitlement:
    """An entitlement as it is told; steps, findings and objections only where one is read, the last only to staff."""

    id: UUID
    version: int
    elder_id: UUID
    elder_name: str | None
    region_code: str
    scheme_id: UUID
    scheme_code: str
    scheme_name: str
    status: EntitlementStatus
    eligibility: EligibilityClass
    level: int | None
    assessment_id: UUID | None
    missing: Sequence[Missing]
    applied_at: datetime
    due_on: date | None
    opinion: Opinion | None
    published_from: date | None
    published_until: date | None
    decided_at: datetime | None
    monthly_hours: int | None
    monthly_fen: int | None
    starts_on: date | None
    ends_on: date | None
    stopped_from: date | None
    stop_reason: StopReason | None
    acted_by: ActedBy | None
    note: str | None
    steps: Sequence[ShownEntitlementStep] | None
    findings: Sequence[ShownFinding] | None
    objections: Sequence[ShownObjection] | None


def listed(
    work: UnitOfWork, rows: Sequence[Entitlement], names: Mapping[UUID, str]
) -> list[ShownEntitlement]:
    """Entitlements as a list tells them."""
    schemes = subsidies.schemes_by_id(work, {row.scheme_id for row in rows})
    return [_shown(row, schemes[row.scheme_id], names.get(row.elder_id)) for row in rows]


def shown(work: UnitOfWork, row: Entitlement, elder_name: str | None) -> ShownEntitlement:
    """An entitlement with all that the actor may read of it, once the database has taken it."""
    work.session.flush()
    scheme = work.found(subsidies.scheme(work, row.scheme_id))
    return _shown(
        row,
        scheme,
        elder_name,
        note=note_of(work, row),
        steps=[_shown_step(work, each) for each in steps_of(work, [row.id])],
        findings=[_shown_finding(each) for each in findings_of(work, [row.id])],
        objections=_objections(work, row) if work.actor.is_staff else None,
    )


def wanted_by(scheme: SubsidyScheme) -> Wanted:
    """What a scheme asks of an elder."""
    return Wanted(scheme.levels, scheme.eligibility)


def note_of(work: UnitOfWork, row: Entitlement) -> str | None:
    """What was said with the application; None since it was forgotten."""
    return _opened(work, row.note_sealed, f"care_entitlements.note:{row.id}")


def facts_of_step(work: UnitOfWork, step: EntitlementStep) -> str | None:
    """What was found."""
    return _opened(work, step.facts_sealed, f"care_entitlement_steps.facts:{step.id}")


def text_of_step(work: UnitOfWork, step: EntitlementStep) -> str | None:
    """The reasons that were given."""
    return _opened(work, step.text_sealed, f"care_entitlement_steps.text:{step.id}")


def steps_of(work: UnitOfWork, entitlement_ids: Collection[UUID]) -> Sequence[EntitlementStep]:
    """What was done about these entitlements, in its order."""
    query = select(EntitlementStep).where(EntitlementStep.entitlement_id.in_(entitlement_ids))
    return work.session.scalars(query.order_by(EntitlementStep.id)).all()


def findings_of(work: UnitOfWork, entitlement_ids: Collection[UUID]) -> Sequence[Finding]:
    """What speaks or spoke against these entitlements, in its order."""
    query = select(Finding).where(Finding.entitlement_id.in_(entitlement_ids))
    return work.session.scalars(query.order_by(Finding.id)).all()


def objections_of(work: UnitOfWork, entitlement_ids: Collection[UUID]) -> Sequence[Objection]:
    """What was said against publishing these, in its order."""
    query = select(Objection).where(Objection.entitlement_id.in_(entitlement_ids))
    return work.session.scalars(query.order_by(Objection.id)).all()


def _shown(
    row: Entitlement,
    scheme: SubsidyScheme,
    elder_name: str | None,
    *,
    note: str | None = None,
    steps: Sequence[ShownEntitlementStep] | None = None,
    findings: Sequence[ShownFinding] | None = None,
    objections: Sequence[ShownObjection] | None = None,
) -> ShownEntitlement:
    told = {"elder_name", "scheme_code", "scheme_name", "missing", "note", "steps", "findings", "objections"}
    return ShownEntitlement(
        **{name: getattr(row, name) for name in ShownEntitlement.__dataclass_fields__.keys() - told},
        elder_name=elder_name,
        scheme_code=scheme.code,
        scheme_name=scheme.name,
        missing=rules.missing(wanted_by(scheme), row.level) if row.status in OPEN else [],
        note=note,
        steps=steps,
        findings=findings,
        objections=objections,
    )


def _shown_step(work: UnitOfWork, each: EntitlementStep) -> ShownEntitlementStep:
    return ShownEntitlementStep(
        kind=each.kind,
        facts=facts_of_step(work, each),
        text=text_of_step(work, each),
        made_at=each.made_at,
        acted_by=each.acted_by,
    )


def _shown_finding(each: Finding) -> ShownFinding:
    return ShownFinding(**{name: getattr(each, name) for name in ShownFinding.__dataclass_fields__})


def _objections(work: UnitOfWork, row: Entitlement) -> list[ShownObjection]:
    return [
        ShownObjection(
            id=each.id,
            way=each.way,
            objector=_opened(work, each.objector_sealed, f"care_objections.objector:{each.id}"),
            text=_opened(work, each.text_sealed, f"care_objections.text:{each.id}"),
            made_at=each.made_at,
            outcome=each.outcome,
            answer=_opened(work, each.answer_sealed, f"care_objections.answer:{each.id}"),
            settled_at=each.settled_at,
        )
        for each in objections_of(work, [row.id])
    ]


def _opened(work: UnitOfWork, ciphertext: bytes | None, place: str) -> str | None:
    return None if ciphertext is None else work.house.cipher.decrypt(ciphertext, bound_to=place)
