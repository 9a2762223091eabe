"""Appealing against a result, and deciding: it is upheld, or others look again."""

from service.accounts import queries as accounts
from service.elderly_care.assessment import queries
from service.elderly_care.assessment.errors import TooLateToAppeal
from service.elderly_care.assessment.models import Assessment, AssessmentAppeal
from service.elderly_care.assessment.rules import AppealOutcome, AssessmentStatus
from service.elderly_care.assessment.texts import APPEAL_DECIDED, APPEALED
from service.elderly_care.permissions import PROXY_SCOPE, may_govern_at
from service.kit.acting import acted_by_columns
from service.kit.actor import Function, Role
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import actions as residents
from service.residents.queries import masked_names


def appeal(work: UnitOfWork, row: Assessment, *, reason: str) -> AssessmentAppeal:
    """Say that a result is not right, as the elder or for them. Raises OutOfScope, TooLateToAppeal, AppealStands, WrongState."""
    acted_by = residents.act_for(work, row.elder_id, PROXY_SCOPE, Function.CARE)
    if row.status is not AssessmentStatus.SIGNED or row.signed_at is None:
        raise WrongState(state=row.status)
    today, days = local_date(work.now), work.house.settings.care_appeal_days
    if (today - local_date(row.signed_at)).days > days:
        raise TooLateToAppeal(days=days)
    appealed = AssessmentAppeal(
        id=work.new_id(),
        assessment_id=row.id,
        reason=reason,
        appealed_at=work.now,
        decide_by=working_day_after(today, work.house.settings.care_appeal_working_days),
        **acted_by_columns(acted_by),
    )
    work.session.add(appealed)
    work.session.flush()
    _tell_district(work, row, appealed)
    return appealed


def uphold(work: UnitOfWork, row: Assessment, *, answer: str) -> AssessmentAppeal:
    """Answer an open appeal: the result stands. Raises OutOfScope, NotFound."""
    path = regions.path_of(work, row.region_code)
    work.require(may_govern_at(work.actor, path), OutOfScope)
    appealed = work.found(queries.open_appeal(work, row.id))
    _decide(work, row, appealed, AppealOutcome.UPHELD)
    appealed.answer = answer
    return appealed


def close_by_review(work: UnitOfWork, review: Assessment) -> None:
    """Decide the appeal that a signed review answers, by whether the level is another one now."""
    first = work.session.get_one(Assessment, review.reviews_id)
    appealed = work.found(queries.open_appeal(work, first.id))
    outcome = AppealOutcome.UPHELD if review.level == first.level else AppealOutcome.CHANGED
    appealed.review_id = review.id
    _decide(work, first, appealed, outcome)


def _decide(work: UnitOfWork, row: Assessment, appealed: AssessmentAppeal, outcome: AppealOutcome) -> None:
    appealed.outcome, appealed.decided_at = outcome, work.now
    appealed.decided_by = work.actor.account_id
    tell(
        work,
        Recipient(resident_id=row.elder_id, scope=PROXY_SCOPE),
        APPEAL_DECIDED,
        subject=row.id,
        outcome=outcome.words,
    )


def _tell_district(work: UnitOfWork, row: Assessment, appealed: AssessmentAppeal) -> None:
    path = regions.path_of(work, row.region_code)
    names = masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, Role.DISTRICT_STAFF, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            APPEALED,
            subject=row.id,
            elder=names[row.elder_id],
            decide_by=appealed.decide_by,
        )
