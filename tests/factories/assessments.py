"""Assessments in one line."""

from datetime import date
from typing import Any

from service.elderly_care.assessment.models import Assessment
from service.elderly_care.assessment.rules import AssessmentReason, AssessmentStatus
from service.elderly_care.assessment.standards import present_scale
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import accounts, regions

STANDARD = "GB/T 42195-2022"
SCALE = present_scale(STANDARD)
BEST = {item.code: item.highest for item in SCALE.items}


def form(elder: Resident, **other: Any) -> dict[str, Any]:
    """What an assessor sends; fully able unless said otherwise."""
    return {
        "elder_id": str(elder.id),
        "standard": STANDARD,
        "reason": "first",
        "scores": BEST,
        "coma": False,
        "mental_disorder": False,
        "risk_events_30d": 0,
        **other,
    }


def assessment(
    work: UnitOfWork,
    elder: Resident,
    *,
    level: int = 2,
    status: AssessmentStatus = AssessmentStatus.SIGNED,
    assessed_on: date | None = None,
) -> Assessment:
    """An assessment by two assessors of the district."""
    first, second = (accounts.staff(work, Role.ASSESSOR, regions.DISTRICT) for _ in range(2))
    is_signed = status is AssessmentStatus.SIGNED
    made = Assessment(
        id=work.new_id(),
        elder_id=elder.id,
        region_code=elder.region_code,
        standard=STANDARD,
        rule_version=SCALE.rule_version,
        reason=AssessmentReason.FIRST,
        assessed_on=assessed_on or local_date(work.now),
        total=50,
        subtotals={},
        preliminary_level=level,
        level=level,
        applied_rules=[],
        status=status,
        assessed_by=first.id,
        signed_by=second.id if is_signed else None,
        signed_at=work.now if is_signed else None,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made
