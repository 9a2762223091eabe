"""Amendments that wait and anomalies, over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.proofs import actions, queries
from service.elderly_care.proofs.errors import ImpossibleAmendment, NothingToAmend, OwnAmendment
from service.elderly_care.proofs.queries import ShownAmendment, ShownAnomaly
from service.elderly_care.proofs.rules import AmendmentStatus
from service.elderly_care.proofs.schemas.course import AmendmentSchema
from service.elderly_care.proofs.schemas.policies import (
    AnomalyExplanationSchema,
    AnomalyFilterSchema,
    AnomalySchema,
    AnomalySettlementSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

amendments = Blueprint(
    "care_amendments", url_prefix="/care/amendments", description="更正审批: late amendments of visits."
)
anomalies = Blueprint(
    "care_anomalies", url_prefix="/care/anomalies", description="异常: what is odd about visits."
)


@amendments.post("/<uuid:amendment_id>/approve")
@amendments.response(200, AmendmentSchema)
@amendments.fails(OwnAmendment, WrongState, NothingToAmend, ImpossibleAmendment)
def approve_amendment(work: UnitOfWork, amendment_id: UUID) -> ShownAmendment:
    """Let a late amendment take effect, as staff of the elder's place.

    Of a private visit a manager of the operator decides, other than who asked.
    """
    return queries.shown_amendment(work, actions.decide(work, amendment_id, AmendmentStatus.APPLIED))


@amendments.post("/<uuid:amendment_id>/reject")
@amendments.response(200, AmendmentSchema)
@amendments.fails(OwnAmendment, WrongState)
def reject_amendment(work: UnitOfWork, amendment_id: UUID) -> ShownAmendment:
    """Let a late amendment come to nothing, as staff of the elder's place.

    Of a private visit a manager of the operator decides, other than who asked.
    """
    return queries.shown_amendment(work, actions.decide(work, amendment_id, AmendmentStatus.REJECTED))


@anomalies.get()
@anomalies.paged(AnomalySchema, AnomalyFilterSchema)
def list_care_anomalies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownAnomaly]:
    """List anomalies of one's operator or place, the newest first."""
    return actions.read_anomalies(work, **wanted)


@anomalies.post("/<uuid:anomaly_id>/explain")
@anomalies.arguments(AnomalyExplanationSchema)
@anomalies.response(200, AnomalySchema)
@anomalies.fails(WrongState)
def explain_anomaly(work: UnitOfWork, told: dict[str, Any], anomaly_id: UUID) -> ShownAnomaly:
    """Say how it came to an anomaly, as the operator's planner."""
    return queries.shown_anomaly(work, actions.explain_anomaly(work, anomaly_id, **told))


@anomalies.post("/<uuid:anomaly_id>/settle")
@anomalies.arguments(AnomalySettlementSchema)
@anomalies.response(200, AnomalySchema)
@anomalies.fails(WrongState)
def settle_anomaly(work: UnitOfWork, told: dict[str, Any], anomaly_id: UUID) -> ShownAnomaly:
    """Say what an anomaly was, as staff of the elder's place."""
    return queries.shown_anomaly(work, actions.settle_anomaly(work, anomaly_id, **told))
