"""Nobody is reached any more: the notice is over, or a household's people have died or moved away."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, case, exists, select, update

from service.events.notices.texts import URGENT
from service.events.reaching import queries
from service.events.reaching.actions.calling_off import call_off
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson
from service.events.reaching.rules import Step
from service.events.reaching.texts import TO_CONFIRM
from service.kit import locks
from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging
from service.residents import queries as residents


def end(work: UnitOfWork, notice_id: UUID) -> None:
    """Let a notice that is over go no further; how each household was reached stays on record."""
    ladder = queries.ladder(work, notice_id, is_held=True)
    if ladder is not None and ladder.ended_at is None:
        ladder.ended_at = work.now
    # The first step may have told some of them while the notice ended.
    messaging.call_off_subject(work, notice_id, URGENT, TO_CONFIRM)


def leave(work: UnitOfWork, household_ids: Collection[UUID]) -> None:
    """Take households off the lists in which nobody is left to reach."""
    if household_ids:
        work.session.execute(
            update(ReachHousehold)
            .where(ReachHousehold.id == any_of(household_ids), ReachHousehold.reached_at.is_(None))
            .values(gone_at=work.now, next_at=None),
            execution_options=_BLIND,
        )
        call_off(work, household_ids)


def go_on_without(work: UnitOfWork, household_id: UUID) -> None:
    """Go on with whoever stays of a household that somebody has left for another place of the district."""
    _note_adults(work, [household_id])
    _leave_where_nobody_is(work, [household_id])


def note_whether_here(work: UnitOfWork, resident_id: UUID) -> None:
    """Go on without somebody who has died or moved away, and with whose death or departure was a mistake."""
    # Asked only once nobody else is at it, who might know it better.
    locks.hold(work, "reach_people", resident_id)
    if residents.has_left(work, resident_id):
        _leave_where_nobody_is(work, _note_here(work, resident_id, is_here=False))
    else:
        _come_back(work, resident_id)


def _come_back(work: UnitOfWork, resident_id: UUID) -> None:
    household_ids = _note_here(work, resident_id, is_here=True)
    goes_no_further = (ReachHousehold.step == Step.DOORSTEP) | ReachHousehold.reached_at.is_not(None)
    work.session.execute(
        update(ReachHousehold)
        .where(ReachHousehold.id == any_of(household_ids), ReachHousehold.gone_at.is_not(None))
        .values(gone_at=None, next_at=case((goes_no_further, None), else_=work.now)),
        execution_options=_BLIND,
    )


def _note_here(work: UnitOfWork, resident_id: UUID, *, is_here: bool) -> list[UUID]:
    """Note whether somebody still lives in their households of ladders that have not ended; which those are."""
    noted = (
        update(ReachPerson)
        .where(
            ReachPerson.resident_id == resident_id,
            ReachPerson.is_here.is_not(is_here),
            ReachPerson.notice_id == Ladder.notice_id,
            Ladder.ended_at.is_(None),
        )
        .values(is_here=is_here)
        .returning(ReachPerson.household_id)
    )
    found = list(work.session.scalars(noted, execution_options=_BLIND))
    _note_adults(work, found)
    return found


def _note_adults(work: UnitOfWork, household_ids: Collection[UUID]) -> None:
    adults = exists().where(
        ReachPerson.household_id == ReachHousehold.id, ReachPerson.is_here, ReachPerson.is_adult
    )
    work.session.execute(
        update(ReachHousehold).where(ReachHousehold.id == any_of(household_ids)).values(has_adult=adults),
        execution_options=_BLIND,
    )


def _leave_where_nobody_is(work: UnitOfWork, household_ids: Collection[UUID]) -> None:
    here = set(work.session.scalars(_somebody_of(household_ids)))
    leave(work, set(household_ids) - here)


def _somebody_of(household_ids: Collection[UUID]) -> Select[UUID]:
    theirs = ReachPerson.household_id == any_of(household_ids)
    return select(ReachPerson.household_id).where(theirs, ReachPerson.is_here).distinct()


_BLIND = {"synchronize_session": False}
