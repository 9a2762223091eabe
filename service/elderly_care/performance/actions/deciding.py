"""The district's decision on an appeal; where it is upheld a corrected version stands beside the first."""

from collections.abc import Collection
from uuid import UUID

from service.elderly_care.inspections import queries as inspections
from service.elderly_care.performance import permissions, queries, rules
from service.elderly_care.performance.actions.freezing import freeze
from service.elderly_care.performance.errors import InspectorDecides
from service.elderly_care.performance.messages import AppealMoved
from service.elderly_care.performance.models import PerformanceAppeal, PerformanceScore
from service.elderly_care.performance.rules import AppealStatus, Fact, Span
from service.elderly_care.providers import queries as providers
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def decide(
    work: UnitOfWork,
    row: PerformanceScore,
    *,
    outcome: AppealStatus,
    answer: str,
    left_out: Collection[UUID] | None = None,
) -> None:
    """Decide on the appeal against a month, and say why: as the district, by who did not inspect there that month.

    Raises OutOfScope, NotFound, WrongState, InspectorDecides, NotLinesOfFact, NothingLeftOut.
    """
    _check_decider(work, row)
    made = work.found(queries.appeal_against(work, row.id, to_change=True))
    rules.check_move(made.status, outcome)
    named = queries.appealed_lines(work, made.id)
    wanted = rules.left_out(outcome, [each.line_id for each in named], left_out)
    made.status, made.decided_by, made.decided_at = outcome, work.actor.account_id, work.now
    place = f"care_performance_appeals.answer:{made.id}"
    made.answer_sealed = work.house.cipher.encrypt(answer, bound_to=place)
    for each in named:
        each.is_left_out = each.line_id in wanted
    work.session.flush()
    if outcome is AppealStatus.UPHELD:
        _correct(work, row, made, wanted)
    work.announce(AppealMoved(appeal_id=made.id, status=outcome))


def _check_decider(work: UnitOfWork, row: PerformanceScore) -> None:
    contract = work.found(providers.contract_facts(work, row.contract_id))
    facility = work.found(providers.facility(work, contract.facility_id))
    path = regions.path_of(work, facility.region_code)
    work.require(permissions.may_decide(work.actor, path), OutOfScope)
    span, account_id = Span.month(row.first_on), work.actor.account_id
    if account_id and inspections.inspected_by(work, row.contract_id, account_id, span.first, span.last):
        raise InspectorDecides


def _correct(
    work: UnitOfWork, row: PerformanceScore, made: PerformanceAppeal, wanted: Collection[UUID]
) -> None:
    """Judge the frozen facts less the lines left out, by the targets and the policy that held."""
    lines = queries.lines_among(work, row.id, made.kind, wanted)
    less = [Fact(each.kind, each.numerator, each.denominator) for each in lines]
    freeze(
        work,
        row.contract_id,
        row.period,
        row.first_on,
        facts=rules.without(queries.closed_facts(work, [row.id]), less),
        targets=queries.frozen_targets(work, row.id),
        policy=queries.policy(work, row.policy_number),
        elders=row.elders,
        corrects=row,
    )
