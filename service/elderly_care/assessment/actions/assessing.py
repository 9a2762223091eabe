"""Assessing somebody, and signing: the server scores, two sign."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson

from service.accounts import queries as accounts
from service.elderly_care.assessment import permissions, queries, rules
from service.elderly_care.assessment.actions.appealing import close_by_review
from service.elderly_care.assessment.errors import ConflictOfInterest, NotToReview, SameAssessor
from service.elderly_care.assessment.messages import AssessmentSigned
from service.elderly_care.assessment.models import Assessment
from service.elderly_care.assessment.rules import AssessmentReason, AssessmentStatus
from service.elderly_care.assessment.standards import present_scale
from service.elderly_care.assessment.texts import SIGNED
from service.elderly_care.permissions import PROXY_SCOPE, may_govern_at
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.files import actions as files
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.consents import queries as consents
from service.residents.queries import Standing

_LEFT_OPERATOR_FOR = timedelta(days=365)
_FACTS = ("coma", "mental_disorder", "risk_events_30d")


def assess(
    work: UnitOfWork,
    *,
    elder_id: UUID,
    standard: str,
    reason: AssessmentReason,
    scores: Mapping[str, int],
    assessed_on: date | None = None,
    reason_note: str | None = None,
    request_id: UUID | None = None,
    reviews_id: UUID | None = None,
    **form: Any,
) -> Assessment:
    """Score an elder by the present version of a standard; it counts once another assessor has signed.

    Raises ConflictOfInterest, ConsentMissing, ReasonNeeded, ImpossibleScores, NotToReview, DraftStands, …
    """
    elder = _assessed_by_actor(work, elder_id)
    day = assessed_on or local_date(work.now)
    if (reason is AssessmentReason.REVIEW) is (reviews_id is None):
        raise NotToReview(field="reviews_id")
    if reviews_id is not None:
        _check_review(work, elder_id, reviews_id)
    row = Assessment(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=elder.region_code,
        request_id=request_id,
        standard=standard,
        reason=reason,
        reason_note=reason_note or None,
        assessed_on=day,
        status=AssessmentStatus.DRAFT,
        reviews_id=reviews_id,
        assessed_by=work.actor.account_id,
        created_at=work.now,
    )
    _score(work, row, scores, form)
    _seal(work, row, {"scores": dict(scores), **form})
    work.session.add(row)
    work.session.flush()
    work.audit("assess", subject=row.id, region_code=elder.region_code, people=[elder_id])
    return row


def sign(work: UnitOfWork, row: Assessment) -> Assessment:
    """Sign what another assessor has found; from now on it holds. Raises SameAssessor, ConflictOfInterest, WrongState."""
    elder = _assessed_by_actor(work, row.elder_id)
    if row.status is not AssessmentStatus.DRAFT:
        raise WrongState(state=row.status)
    if row.assessed_by == work.actor.account_id:
        raise SameAssessor
    if row.reviews_id is not None:
        _check_review(work, row.elder_id, row.reviews_id)
    row.status, row.signed_by, row.signed_at = AssessmentStatus.SIGNED, work.actor.account_id, work.now
    work.session.flush()
    if row.reviews_id is not None:
        close_by_review(work, row)
    _announce(work, row)
    work.audit("sign_assessment", subject=row.id, region_code=elder.region_code, people=[row.elder_id])
    return row


def void(work: UnitOfWork, row: Assessment, *, reason: str) -> Assessment:
    """Make an assessment void: a draft by who made it, a signed one by the district. Raises WrongState."""
    path = regions.path_of(work, row.region_code)
    is_own_draft = row.status is AssessmentStatus.DRAFT and row.assessed_by == work.actor.account_id
    work.require(is_own_draft or may_govern_at(work.actor, path), OutOfScope)
    if row.status is AssessmentStatus.VOID:
        raise WrongState(state=row.status)
    row.status, row.void_because = AssessmentStatus.VOID, reason
    return row


def record_external(
    work: UnitOfWork,
    *,
    elder_id: UUID,
    standard: str,
    level: int,
    assessed_on: date,
    issuer: str,
    issued_number: str,
    valid_until: date | None = None,
    attachment: UUID | None = None,
    request_id: UUID | None = None,
) -> Assessment:
    """Enter what another body has found, as it stands on its paper; nothing is scored anew. Raises ExternalOnRecord, …"""
    elder = _elder(work, elder_id)
    work.require(permissions.may_record_external(work.actor, elder.path), OutOfScope)
    consents.require_health_data(work, elder_id)
    rules.check_day(assessed_on, local_date(work.now), external=True)
    if attachment is not None:
        files.attach(work, [attachment], field="attachment")
    row = Assessment(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=elder.region_code,
        request_id=request_id,
        standard=standard,
        reason=AssessmentReason.OTHER,
        assessed_on=assessed_on,
        valid_until=valid_until,
        level=level,
        applied_rules=[],
        status=AssessmentStatus.SIGNED,
        issuer=issuer,
        issued_number=issued_number,
        attachment_id=attachment,
        assessed_by=work.actor.account_id,
        signed_at=work.now,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _announce(work, row)
    work.audit("record_external_assessment", subject=row.id, people=[elder_id])
    return row


def _elder(work: UnitOfWork, elder_id: UUID) -> Standing:
    elder = work.found(residents.standing(work, elder_id))
    if not elder.is_verified:
        raise WrongState(state=elder.status)
    return elder


def _assessed_by_actor(work: UnitOfWork, elder_id: UUID) -> Standing:
    """The elder, if the actor may assess them: consent is given and the actor gains nothing by the result."""
    elder = _elder(work, elder_id)
    work.require(permissions.may_assess(work.actor, elder.path), OutOfScope)
    account_id = work.actor.account_id
    if account_id is None:
        raise OutOfScope
    since = local_date(work.now) - _LEFT_OPERATOR_FOR
    served = accounts.organisations_served_since(work, account_id, since)
    gains = organisations.are_operators(work, served)
    is_proxy = account_id in residents.proxy_account_ids(work, elder_id, PROXY_SCOPE)
    if gains or is_proxy or work.actor.resident_id == elder_id:
        raise ConflictOfInterest
    consents.require_health_data(work, elder_id)
    return elder


def _check_review(work: UnitOfWork, elder_id: UUID, reviews_id: UUID) -> None:
    """A review is of what is appealed against, by others than those who found it. Raises NotToReview, SameAssessor."""
    first = queries.assessment(work, reviews_id)
    if first is None or first.elder_id != elder_id or queries.open_appeal(work, reviews_id) is None:
        raise NotToReview(field="reviews_id")
    if work.actor.account_id in (first.assessed_by, first.signed_by):
        raise SameAssessor


def _score(work: UnitOfWork, row: Assessment, scores: Mapping[str, int], form: Mapping[str, Any]) -> None:
    """Score a row by the present version of its standard, which it names for ever."""
    scale = present_scale(row.standard)
    rules.check_day(row.assessed_on, local_date(work.now))
    last_on = queries.last_assessed_on(work, row.elder_id, row.standard)
    rules.check_repeat(scale, last_on, row.assessed_on, row.reason_note)
    scored = rules.score(scale, scores, {name: int(form[name]) for name in _FACTS if name in form})
    row.rule_version = scale.rule_version
    row.valid_until = rules.months_after(row.assessed_on, scale.valid_months)
    row.total, row.subtotals = scored.total, scored.subtotals
    row.preliminary_level, row.level = scored.preliminary_level, scored.level
    row.applied_rules = list(scored.applied)


def _seal(work: UnitOfWork, row: Assessment, told: Mapping[str, Any]) -> None:
    text = orjson.dumps(told).decode()
    row.answers_sealed = work.house.cipher.encrypt(text, bound_to=f"care_assessments.answers:{row.id}")


def _announce(work: UnitOfWork, row: Assessment) -> None:
    work.announce(
        AssessmentSigned(
            assessment_id=row.id, elder_id=row.elder_id, request_id=row.request_id, level=row.level
        )
    )
    tell(
        work,
        Recipient(resident_id=row.elder_id, scope=PROXY_SCOPE),
        SIGNED,
        subject=row.id,
        assessed_on=row.assessed_on,
        days=work.house.settings.care_appeal_days,
    )
