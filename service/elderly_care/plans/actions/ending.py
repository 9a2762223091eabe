"""Ending plans: by who may, by the day, by what befalls the elder or their consent."""

from datetime import date, timedelta
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.plans import queries, rules
from service.elderly_care.plans.actions.offering import drop_offer
from service.elderly_care.plans.actions.steering import steering
from service.elderly_care.plans.actions.telling import tell_elder, tell_planners, tell_workers
from service.elderly_care.plans.errors import PlanDays
from service.elderly_care.plans.messages import PlanChanged, PlanEnded
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.plans.texts import BACK_IN_QUEUE, ENDS, NEEDS_OTHER_OPERATOR
from service.elderly_care.requests import actions as requests_actions
from service.kit.acting import show_acting
from service.kit.clock import local_date
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents

_A_DAY = timedelta(days=1)
OFFER_DECLINED = Text("未同意由接续机构服务", "care by the next operator was not agreed to")
BY_ELDER_OR_PROXY = Text("老人或代办人提出", "the elder, or who acts for them, has ended it")
CONSENT_WITHDRAWN = Text("已撤回向该机构提供信息的同意", "consent to passing on data was withdrawn")


def end(work: UnitOfWork, row: CarePlan, *, on: date, reason: str) -> CarePlan:
    """Set the last day of a plan, as elder, proxy, worker or manager; a draft its planners drop at once.

    Raises OutOfScope, WrongState, PlanDays.
    """
    agreed = row.present_version > 0
    may = permissions.may_manage if agreed else permissions.may_plan
    acted_by = steering(work, row, may)
    rules.check_move(row.status, PlanStatus.ENDED)
    show_acting(row, acted_by)
    today = local_date(work.now)
    if not agreed:
        finish(work, row, last_day=today, because=reason)
        return row
    if on < today or (row.ends_on is not None and on > row.ends_on):
        raise PlanDays(field="on")
    _end_follower(work, row, on)
    if on < row.starts_on:
        finish(work, row, last_day=on, because=reason)
        _let_go_of_request(work, row)
    else:
        stop_after(work, row, on)
        row.ended_because = reason
    # What one of them wrote the elder and who acts for them read in the plan, not where it is pushed to them.
    tell_elder(work, row, ENDS, last_day=on, reason=BY_ELDER_OR_PROXY if work.actor.is_resident else reason)
    tell_planners(work, row, ENDS, last_day=on, reason=reason)
    return row


def stop_after(work: UnitOfWork, row: CarePlan, last_day: date) -> None:
    """Let a day be the last one of a plan; a change on offer is off, and visits after it are taken back."""
    drop_offer(work, row, rules.VersionStatus.LAPSED)
    row.ends_on, row.updated_at = last_day, work.now
    work.announce(PlanChanged(plan_id=row.id, from_day=last_day + _A_DAY))


def finish(work: UnitOfWork, row: CarePlan, *, last_day: date, because: str | None) -> None:
    """Note that a plan is over, and with it what was asked for, unless that goes on elsewhere."""
    agreed = row.present_version > 0
    drop_offer(work, row, rules.VersionStatus.LAPSED)
    row.status, row.ended_on, row.updated_at = PlanStatus.ENDED, last_day, work.now
    row.ended_because = because or row.ended_because
    if not agreed:
        return
    work.announce(PlanEnded(plan_id=row.id, last_day=last_day))
    before = queries.plan(work, row.follows_id) if row.follows_id else None
    still_served = before is not None and before.status is not PlanStatus.ENDED
    if row.request_goes_on:
        _let_follower_begin(work, row)
    elif not still_served:
        requests_actions.close(work, row.request_id)


def finish_all_of(work: UnitOfWork, elder_id: UUID, last_day: date) -> int:
    """End everything that is planned for somebody who has died, left or is forgotten; how many plans that were."""
    ended = 0
    for found in queries.standing_plans(work, [elder_id]):
        row = queries.held(work, found)
        if row.status is not PlanStatus.ENDED:
            finish(work, row, last_day=last_day, because=None)
            ended += 1
    return ended


def hand_back(work: UnitOfWork, row: CarePlan, last_day: date, because: Text) -> None:
    """Put what a plan served back into the queue, from now on, so that another operator is found by its last day."""
    row.request_goes_on = True
    if row.is_private:
        requests_actions.close(work, row.request_id)
        tell_elder(work, row, ENDS, last_day=last_day, reason=because)
        return
    requests_actions.reopen(work, row.request_id)
    tell_elder(work, row, NEEDS_OTHER_OPERATOR, last_day=last_day, reason=because)
    tell_workers(work, row, BACK_IN_QUEUE, last_day=last_day, reason=because)


def stop_sharing(work: UnitOfWork, elder_id: UUID, organisation_id: UUID) -> None:
    """End what an operator has planned for somebody who no longer agrees that it gets their data: today is the last day."""
    if consents.may_share(work, elder_id, organisation_id):
        return
    today = local_date(work.now)
    for found in queries.standing_plans(work, [elder_id]):
        row = queries.held(work, found)
        if row.organisation_id != organisation_id or row.status is PlanStatus.ENDED:
            continue
        if not row.request_goes_on:
            hand_back(work, row, today, CONSENT_WITHDRAWN)
        finish(work, row, last_day=today, because=CONSENT_WITHDRAWN.zh)
        tell_planners(work, row, ENDS, last_day=today, reason=CONSENT_WITHDRAWN)


def _let_follower_begin(work: UnitOfWork, row: CarePlan) -> None:
    """The request goes over to who goes on, if anybody does; there it waits for the elder's word if need be."""
    following = queries.follower(work, row.id)
    if following is None or following.contract_id is None:
        return
    if following.status is PlanStatus.DRAFT and not consents.may_share(
        work, row.elder_id, following.organisation_id
    ):
        _turn_away(work, row, following)
        return
    requests_actions.hand_over(
        work,
        row.request_id,
        contract_id=following.contract_id,
        organisation_id=following.organisation_id,
        agreed=following.status in queries.SERVED,
    )


def _turn_away(work: UnitOfWork, row: CarePlan, following: CarePlan) -> None:
    """Who was offered care by an operator that may not have their data, and declined, waits for another one."""
    last_day = row.ended_on or local_date(work.now)
    finish(work, queries.held(work, following), last_day=last_day, because=OFFER_DECLINED.zh)
    hand_back(work, row, last_day, OFFER_DECLINED)


def _end_follower(work: UnitOfWork, row: CarePlan, on: date) -> None:
    """What was to go on from a plan that people end does not."""
    following = queries.follower(work, row.id)
    if following is not None:
        finish(work, queries.held(work, following), last_day=on, because=None)
        # Of two plans of a request the one that makes room is written last.
        work.session.flush()
        row.request_goes_on = False


def _let_go_of_request(work: UnitOfWork, row: CarePlan) -> None:
    """Where what was to go on from a plan never begins, the request ends with that plan."""
    work.session.flush()
    before = queries.plan(work, row.follows_id) if row.follows_id else None
    if before is not None and before.status is not PlanStatus.ENDED:
        queries.held(work, before).request_goes_on = False
