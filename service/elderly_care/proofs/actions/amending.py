"""Amending what was recorded: the original stays, a reason is given, and after some days the operator needs approval.

What silence has confirmed stands on its proof alone: of such a visit the operator amends no time without approval.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.elderly_care.proofs import permissions, queries, rules
from service.elderly_care.proofs.actions.deriving import derive_again
from service.elderly_care.proofs.actions.sealing import seal_all
from service.elderly_care.proofs.errors import ImpossibleAmendment, NothingToAmend, OwnAmendment
from service.elderly_care.proofs.messages import AmendmentDecided, AmendmentMade
from service.elderly_care.proofs.models import Amendment, ServedTime
from service.elderly_care.proofs.rules import AmendedField, AmendmentStatus, ConfirmationWay, Reason
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import local_date
from service.kit.errors import Forbidden, WrongState
from service.kit.work import UnitOfWork

_LONGEST = timedelta(hours=24)
_AMENDED = frozenset({VisitStatus.IN_PROGRESS, VisitStatus.DONE, VisitStatus.CONFIRMED})
_TIMES = (AmendedField.CHECK_IN_AT, AmendedField.CHECK_OUT_AT)


def amend(
    work: UnitOfWork,
    visit_id: UUID,
    *,
    field: AmendedField,
    value: Any,
    reason_code: Reason,
    caregiver_id: UUID | None = None,
) -> Amendment:
    """Put a time or what was done right, as the operator's planner; late, or of what silence confirmed, it waits for approval.

    Raises WrongState, NothingToAmend, ImpossibleAmendment.
    """
    visit = queries.held(work, visit_id)
    work.require(permissions.may_plan(queries.standpoint(work, visit)))
    if visit.status not in _AMENDED:
        raise WrongState(state=visit.status)
    if work.actor.account_id is None:
        raise Forbidden
    stay = _stay(work, visit_id, caregiver_id)
    late = rules.needs_approval(visit.occurs_on, local_date(work.now), work.house.settings.care_amend_days)
    waits = late or (field in _TIMES and _is_settled_by_silence(work, visit_id))
    amendment = Amendment(
        id=work.new_id(),
        visit_id=visit_id,
        caregiver_id=stay.caregiver_id,
        field=field,
        reason_code=reason_code,
        status=AmendmentStatus.PENDING if waits else AmendmentStatus.APPLIED,
        amended_by=work.actor.account_id,
        amended_at=work.now,
    )
    if field in _TIMES:
        _put_time(work, amendment, stay, value)
    else:
        _put_tasks(work, amendment, value)
    work.session.add(amendment)
    work.session.flush()
    derive_again(work, visit)
    work.announce(AmendmentMade(amendment_id=amendment.id))
    return amendment


def decide(work: UnitOfWork, amendment_id: UUID, status: AmendmentStatus) -> Amendment:
    """Approve or reject a late amendment, as staff of the elder's place; of a private visit as the operator's manager.

    Raises NotFound, OwnAmendment, WrongState, ImpossibleAmendment.
    """
    known = work.found(queries.amendment(work, amendment_id))
    visit = queries.held(work, known.visit_id)
    _require_deciding(work, visit, known)
    amendment = work.found(queries.amendment(work, amendment_id, to_change=True))
    if amendment.status is not AmendmentStatus.PENDING:
        raise WrongState(state=amendment.status)
    if status is AmendmentStatus.APPLIED and amendment.field in _TIMES:
        stay = _stay(work, visit.id, amendment.caregiver_id)
        _check_time(work, amendment.field, amendment.value_at, stay)
    amendment.status, amendment.decided_at = status, work.now
    amendment.decided_by = work.actor.account_id
    work.session.flush()
    derive_again(work, visit)
    work.announce(AmendmentDecided(amendment_id=amendment.id))
    return amendment


def tasks_now(work: UnitOfWork, visit_id: UUID, caregiver_id: UUID) -> Sequence[Mapping[str, Any]] | None:
    """What a caregiver did by all that was reported and put right; None where nothing was reported."""
    found: Sequence[Mapping[str, Any]] | None = None
    by_mark = {each.id: each.caregiver_id for each in queries.marks_of(work, visit_id)}
    for report in queries.reports_of(work, visit_id):
        if by_mark[report.mark_id] == caregiver_id:
            found = queries.reported(work, report).get("tasks", [])
    for each in queries.amendments_of(work, visit_id):
        holds = each.status is AmendmentStatus.APPLIED and each.field is AmendedField.TASKS
        if holds and each.caregiver_id == caregiver_id:
            found = queries.amended_value(work, each).tasks
    return found


def _is_settled_by_silence(work: UnitOfWork, visit_id: UUID) -> bool:
    proof = queries.proof_of(work, visit_id)
    return proof is not None and proof.confirmed_way is ConfirmationWay.SILENCE


def _require_deciding(work: UnitOfWork, visit: Visit, amendment: Amendment) -> None:
    seen = queries.standpoint(work, visit)
    if visit.is_private:
        work.require(permissions.may_decide_private(work.actor, visit.organisation_id))
    else:
        work.require(permissions.may_decide(seen))
    work.require(amendment.amended_by != work.actor.account_id, OwnAmendment)


def _stay(work: UnitOfWork, visit_id: UUID, caregiver_id: UUID | None) -> ServedTime:
    """Whose stay is meant: the one there is, unless two caregivers came."""
    stays = [
        each
        for each in queries.served_of(work, visit_id)
        if caregiver_id is None or each.caregiver_id == caregiver_id
    ]
    if len(stays) != 1:
        raise NothingToAmend(field="caregiver_id")
    return stays[0]


def _put_time(work: UnitOfWork, amendment: Amendment, stay: ServedTime, value: datetime) -> None:
    began = amendment.field is AmendedField.CHECK_IN_AT
    amendment.original_at, amendment.value_at = (stay.starts_at if began else stay.ends_at), value
    if amendment.original_at is None:
        raise NothingToAmend(field="field")
    _check_time(work, amendment.field, value, stay)


def _check_time(work: UnitOfWork, field: AmendedField, value: datetime | None, stay: ServedTime) -> None:
    if value is None:
        return
    starts_at = value if field is AmendedField.CHECK_IN_AT else stay.starts_at
    ends_at = value if field is AmendedField.CHECK_OUT_AT else stay.ends_at
    if value > work.now or (ends_at and not timedelta() < ends_at - starts_at <= _LONGEST):
        raise ImpossibleAmendment(field="value")


def _put_tasks(work: UnitOfWork, amendment: Amendment, value: Sequence[Mapping[str, Any]]) -> None:
    original = tasks_now(work, amendment.visit_id, amendment.caregiver_id)
    if original is not None:
        place = f"care_amendments.original:{amendment.id}"
        amendment.original_sealed = seal_all(work, list(original), place)
    amendment.value_sealed = seal_all(work, list(value), f"care_amendments.value:{amendment.id}")
