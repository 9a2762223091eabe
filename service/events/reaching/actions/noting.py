"""Noting that a household was reached: by what it confirmed, by a key pressed in a call, or by the worker who told it."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Subquery, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from service.events.notices import actions as notices
from service.events.notices import rules as notice_rules
from service.events.notices.models import Receipt
from service.events.notices.rules import NoticeStatus
from service.events.notices.texts import URGENT
from service.events.reaching import permissions, queries
from service.events.reaching.actions.calling_off import call_off
from service.events.reaching.errors import NobodyToReach, ReachedThroughAdult
from service.events.reaching.models import ReachHousehold, ReachPerson, Rung
from service.events.reaching.queries import ShownHousehold
from service.events.reaching.queries.ladders import is_of_age, speaks
from service.events.reaching.rules import Step, Way, WorkersWay
from service.kit.acting import by_staff, show_acting
from service.kit.database import any_of
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.messaging import queries as messaging
from service.messaging.messages import SendingEnded


def note_confirmed(work: UnitOfWork, household_ids: Collection[UUID]) -> set[UUID]:
    """Which of these households somebody has confirmed for, noted with who was the first."""
    first = _first_to_confirm(household_ids)
    noted = (
        update(ReachHousehold)
        .where(ReachHousehold.id == first.c.household_id, ReachHousehold.reached_at.is_(None))
        .values(
            reached_by=Way.CONFIRMED,
            reached_at=first.c.confirmed_at,
            reached_through=first.c.resident_id,
            next_at=None,
            acted_by_account_id=first.c.acted_by_account_id,
            acted_by_name=first.c.acted_by_name,
            acted_by_as=first.c.acted_by_as,
        )
        .returning(ReachHousehold.id)
    )
    answered = set(work.session.scalars(noted, execution_options={"synchronize_session": False}))
    call_off(work, answered)
    return answered


def note_confirmed_by(work: UnitOfWork, notice_id: UUID, resident_id: UUID) -> None:
    """Let the household of who has confirmed leave the lists; a child's answer is not that of its parents."""
    person = work.session.get(ReachPerson, (notice_id, resident_id))
    if person is not None:
        note_confirmed(work, [person.household_id])


def note_sent(work: UnitOfWork, notice_id: UUID, resident_id: UUID, step: Step, ended: SendingEnded) -> None:
    """Note what a gateway says of what was sent: an answer reaches the household; where nothing got there, it goes on."""
    household = queries.household_of(work, notice_id, resident_id)
    if household is None:
        return
    rung = work.session.get(Rung, (household.id, step), with_for_update=True)
    if rung is None:
        return
    _count(work, rung, ended)
    if ended.confirmed:
        _reach(work, household, Way.VOICE, resident_id)
    elif household.step is step and household.next_at is not None and rung.failed >= rung.people:
        household.next_at = min(household.next_at, work.now)


def note_sent_at_once(work: UnitOfWork, notice_id: UUID, homes: Mapping[UUID, UUID]) -> None:
    """Note of whom of these people WeChat has told already, or not, that it got there; where it did to nobody, they go on.

    It was sent when the notice was published, and may have ended before the step was taken. `homes` by person.
    """
    key = notice_rules.key_of(notice_id, URGENT)
    sent, failed = messaging.sent_and_failed_by_wechat(work, key, homes)
    sent_to, failed_at = (Counter(homes[each] for each in found) for found in (sent, failed))
    if not sent_to and not failed_at:
        return
    taken = Rung.household_id == any_of({*sent_to, *failed_at}), Rung.step == Step.MINI_PROGRAM
    rungs = work.session.scalars(select(Rung).where(*taken)).all()
    for rung in rungs:
        rung.sent, rung.failed = sent_to[rung.household_id], failed_at[rung.household_id]
    in_vain = [each.household_id for each in rungs if each.failed >= each.people]
    going_on = update(ReachHousehold).where(ReachHousehold.id == any_of(in_vain)).values(next_at=work.now)
    work.session.execute(going_on, execution_options={"synchronize_session": False})


def reach(work: UnitOfWork, notice_id: UUID, *, resident_id: UUID, way: WorkersWay) -> ShownHousehold:
    """Note that a worker has told somebody at their door or by telephone; who is reached already stays so.

    Raises NotFound, OutOfScope, WrongState, NobodyToReach, ReachedThroughAdult.
    """
    notice = notices.with_receipts(work, notice_id)
    tops = permissions.tops(work.actor)
    work.require(bool(tops), OutOfScope)
    if queries.ladder(work, notice_id) is None:
        raise NobodyToReach
    household = work.found(queries.household_of(work, notice_id, resident_id, below=tops))
    if household.reached_at is None:
        status = notice_rules.status_at(notice.status, notice.expires_at, work.now)
        if status is not NoticeStatus.PUBLISHED:
            raise WrongState(state=status)
        person = work.session.get_one(ReachPerson, (notice_id, resident_id))
        work.found(person if person.is_here else None)
        if household.has_adult and not person.is_adult:
            raise ReachedThroughAdult(field="resident_id")
        _reach(work, household, Way(way.value), resident_id)
        show_acting(household, by_staff(work.actor))
    shown = queries.shown_household(work, household, tops)
    work.audit("note_notice_reached", subject=notice_id, people=sorted(queries.people_of([shown])))
    return shown


def _reach(work: UnitOfWork, household: ReachHousehold, way: Way, resident_id: UUID) -> None:
    if household.reached_at is None:
        household.reached_by, household.reached_at = way, work.now
        household.reached_through, household.next_at = resident_id, None
        call_off(work, [household.id])


def _count(work: UnitOfWork, rung: Rung, ended: SendingEnded) -> None:
    """Count anew: of one call is told twice, and what failed may be sent once more by hand."""
    theirs = (
        select(ReachPerson.resident_id)
        .join(ReachHousehold, ReachHousehold.id == ReachPerson.household_id)
        .where(ReachPerson.household_id == rung.household_id, is_of_age())
    )
    sent, failed = messaging.sent_and_failed(work, ended, work.session.scalars(theirs).all())
    rung.sent, rung.failed = len(sent), len(failed)


def _first_to_confirm(household_ids: Collection[UUID]) -> Subquery:
    """Of each of these households the first who speaks for it and has confirmed."""
    return (
        select(
            ReachPerson.household_id,
            Receipt.resident_id,
            Receipt.confirmed_at,
            Receipt.acted_by_account_id,
            Receipt.acted_by_name,
            Receipt.acted_by_as,
        )
        .ext(distinct_on(ReachPerson.household_id))
        .join(ReachHousehold, ReachHousehold.id == ReachPerson.household_id)
        .join(
            Receipt,
            (Receipt.notice_id == ReachPerson.notice_id) & (Receipt.resident_id == ReachPerson.resident_id),
        )
        .where(ReachHousehold.id == any_of(household_ids), speaks(), Receipt.confirmed_at.is_not(None))
        .order_by(ReachPerson.household_id, Receipt.confirmed_at)
        .subquery("first")
    )
