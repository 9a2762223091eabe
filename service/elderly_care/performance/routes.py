"""Performance over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.performance import actions, queries
from service.elderly_care.performance.errors import (
    AlreadyAppealed,
    AlreadyReplied,
    AppealTimeOver,
    InspectorDecides,
    NothingLeftOut,
    NotLinesOfFact,
    NotTheFirstVersion,
    ThresholdsOrder,
    TooLateForThat,
)
from service.elderly_care.performance.models import PerformancePolicy, PerformanceScore
from service.elderly_care.performance.queries import PublicGrade, ShownLine, ShownPerformance
from service.elderly_care.performance.schemas import (
    ClosedLineFilterSchema,
    NewPerformanceAppealSchema,
    NewPerformancePolicySchema,
    PerformanceArgumentsSchema,
    PerformanceDecisionSchema,
    PerformanceGradeFilterSchema,
    PerformanceGradeSchema,
    PerformanceLineFilterSchema,
    PerformanceLineSchema,
    PerformancePolicySchema,
    PerformanceReplySchema,
    PerformanceSchema,
    PerformanceScoreFilterSchema,
    PerformanceScoreSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.work import UnitOfWork

performance = Blueprint(
    "care_performance",
    url_prefix="/care/performance",
    description="考核: how operators keep their contracts, by facts alone.",
)
performance_policies = Blueprint(
    "care_performance_policies",
    url_prefix="/care/performance-policies",
    description="考核规则: what a score is worth.",
)


@performance.get()
@performance.arguments(PerformanceArgumentsSchema, location="query")
@performance.response(200, PerformanceSchema)
@performance.fails(NotFound)
def get_month_performance(work: UnitOfWork, wanted: dict[str, Any]) -> ShownPerformance:
    """Read how a contract is kept in a month: counted now while it is provisional, else as it was closed or corrected."""
    return actions.read_month(work, **wanted)


@performance.get("/lines")
@performance.paged(PerformanceLineSchema, PerformanceLineFilterSchema)
@performance.fails(NotFound)
def list_performance_lines(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownLine]:
    """List the lines that a fact of a month is counted from, as they stand now, by day."""
    return actions.read_present_lines(work, **wanted)


@performance.get("/scores")
@performance.paged(PerformanceScoreSchema, PerformanceScoreFilterSchema)
def list_performance_scores(work: UnitOfWork, wanted: dict[str, Any]) -> Page[PerformanceScore]:
    """List closed months and years, corrected versions among them, the newest first."""
    return queries.scores(work, **wanted)


@performance.get("/grades")
@performance.paged(PerformanceGradeSchema, PerformanceGradeFilterSchema)
def list_performance_grades(work: UnitOfWork, wanted: dict[str, Any]) -> Page[PublicGrade]:
    """List the grades of closed years, the latest first; everybody may know how operators were graded."""
    return queries.public_grades(work, **wanted)


@performance.get("/<uuid:score_id>")
@performance.response(200, PerformanceSchema)
def get_performance(work: UnitOfWork, score_id: UUID) -> ShownPerformance:
    """Read one version of a closed month or year, with what was said about it."""
    return actions.read(work, queries.readable_score(work, score_id))


@performance.get("/<uuid:score_id>/lines")
@performance.paged(PerformanceLineSchema, ClosedLineFilterSchema)
def list_closed_performance_lines(
    work: UnitOfWork, wanted: dict[str, Any], score_id: UUID
) -> Page[ShownLine]:
    """List the lines of a fact that counted against the operator when a month was closed."""
    return actions.read_closed_lines(work, queries.readable_score(work, score_id), **wanted)


@performance.post("/<uuid:score_id>/reply")
@performance.arguments(PerformanceReplySchema)
@performance.response(200, PerformanceSchema)
@performance.fails(OutOfScope, NotTheFirstVersion, TooLateForThat, AlreadyReplied)
def reply_to_performance(work: UnitOfWork, wanted: dict[str, Any], score_id: UUID) -> ShownPerformance:
    """Say something about a closed month, once, as the operator's manager."""
    row = queries.readable_score(work, score_id)
    actions.reply(work, row, **wanted)
    return actions.read(work, row)


@performance.post("/<uuid:score_id>/appeal")
@performance.arguments(NewPerformanceAppealSchema)
@performance.response(200, PerformanceSchema)
@performance.fails(OutOfScope, NotTheFirstVersion, AppealTimeOver, NotLinesOfFact, AlreadyAppealed)
def appeal_against_performance(work: UnitOfWork, wanted: dict[str, Any], score_id: UUID) -> ShownPerformance:
    """Appeal against lines of one fact of a closed month, once, as the operator's manager."""
    row = queries.readable_score(work, score_id)
    actions.appeal(work, row, **wanted)
    return actions.read(work, row)


@performance.post("/<uuid:score_id>/decide")
@performance.arguments(PerformanceDecisionSchema)
@performance.response(200, PerformanceSchema)
@performance.fails(OutOfScope, NotFound, WrongState, InspectorDecides, NotLinesOfFact, NothingLeftOut)
def decide_performance_appeal(work: UnitOfWork, wanted: dict[str, Any], score_id: UUID) -> ShownPerformance:
    """Decide on the appeal against a month as the district, by somebody who did not inspect there that month.

    Where it is upheld, a corrected version is made without the lines left out; the first stays as it was closed.
    """
    row = queries.readable_score(work, score_id)
    actions.decide(work, row, **wanted)
    return actions.read(work, row)


@performance_policies.get()
@performance_policies.paged(PerformancePolicySchema, PageArgumentsSchema)
def list_performance_policies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[PerformancePolicy]:
    """List the versions of what a score is worth, the one that holds first; everybody may know."""
    return queries.policies(work, **wanted)


@performance_policies.post()
@performance_policies.arguments(NewPerformancePolicySchema)
@performance_policies.response(201, PerformancePolicySchema)
@performance_policies.fails(ThresholdsOrder)
def set_performance_policy(work: UnitOfWork, wanted: dict[str, Any]) -> PerformancePolicy:
    """Let another version hold for what is closed from now on, as the district."""
    return actions.set_policy(work, **wanted)
