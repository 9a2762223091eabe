"""What an operator's manager says of a closed month: one reply, one appeal."""

from collections.abc import Collection
from uuid import UUID

from service.elderly_care.performance import permissions, queries, rules
from service.elderly_care.performance.errors import NotLinesOfFact
from service.elderly_care.performance.messages import AppealMoved
from service.elderly_care.performance.models import (
    AppealedLine,
    PerformanceAppeal,
    PerformanceReply,
    PerformanceScore,
)
from service.elderly_care.performance.rules import AppealStatus
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.rules import TargetKind
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork


def reply(work: UnitOfWork, row: PerformanceScore, *, text: str) -> None:
    """Say something about a month, once. Raises OutOfScope, NotTheFirstVersion, TooLateForThat, AlreadyReplied."""
    _check_manager(work, row)
    days = work.house.settings.care_performance_reply_days
    rules.check_reply(row.period, row.number, row.closed_at, work.now, days)
    made = PerformanceReply(
        id=work.new_id(), score_id=row.id, made_by=work.actor.account_id, made_at=work.now
    )
    made.text_sealed = work.house.cipher.encrypt(text, bound_to=f"care_performance_replies.text:{made.id}")
    work.session.add(made)
    work.session.flush()


def appeal(
    work: UnitOfWork, row: PerformanceScore, *, fact: TargetKind, line_ids: Collection[UUID], reason: str
) -> None:
    """Say of lines of one fact that they should not count, once, and why.

    Raises OutOfScope, NotTheFirstVersion, AppealTimeOver, NotLinesOfFact, AlreadyAppealed.
    """
    _check_manager(work, row)
    today = local_date(work.now)
    rules.check_appeal(row.appeal_until, today)
    wanted = set(line_ids)
    if len(queries.lines_among(work, row.id, fact, wanted)) < len(wanted):
        raise NotLinesOfFact(field="line_ids")
    made = PerformanceAppeal(
        id=work.new_id(),
        score_id=row.id,
        kind=fact,
        made_by=work.actor.account_id,
        made_at=work.now,
        decide_by=working_day_after(today, queries.policy(work, row.policy_number).decide_working_days),
        status=AppealStatus.OPEN,
    )
    place = f"care_performance_appeals.reason:{made.id}"
    made.reason_sealed = work.house.cipher.encrypt(reason, bound_to=place)
    work.session.add(made)
    work.session.flush()
    work.session.add_all(AppealedLine(appeal_id=made.id, line_id=each) for each in sorted(wanted))
    work.session.flush()
    work.announce(AppealMoved(appeal_id=made.id, status=made.status))


def _check_manager(work: UnitOfWork, row: PerformanceScore) -> None:
    contract = work.found(providers.contract_facts(work, row.contract_id))
    work.require(permissions.may_answer(work.actor, contract.organisation_id), OutOfScope)
