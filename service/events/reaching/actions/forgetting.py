"""Who was to be reached is forgotten with a person, and after years; how many were, and how, stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, exists, func, select, update

from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson
from service.kit.acting import acted_by_columns
from service.kit.database import any_of
from service.kit.work import UnitOfWork


def forget_person(work: UnitOfWork, resident_id: UUID) -> bool:
    """Drop that a resident was to be reached, and that somebody was through them; whether there was anything."""
    dropped = delete(ReachPerson).where(ReachPerson.resident_id == resident_id)
    household_ids = work.session.scalars(dropped.returning(ReachPerson.household_id)).all()
    through = update(ReachHousehold).where(ReachHousehold.reached_through == resident_id)
    work.session.execute(through.values(reached_through=None), execution_options=_BLIND)
    others = exists().where(ReachPerson.household_id == ReachHousehold.id)
    empty = update(ReachHousehold).where(ReachHousehold.id == any_of(household_ids), ~others)
    # Nobody can be sent to a door of which nothing is known.
    gone_at = case((ReachHousehold.reached_at.is_(None), func.coalesce(ReachHousehold.gone_at, work.now)))
    nameless = {"household_key": None, "walk_order": "", "next_at": None, "gone_at": gone_at}
    work.session.execute(empty.values(nameless), execution_options=_BLIND)
    return bool(household_ids)


def forget_people_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop who belonged to the households of ladders begun before that moment; how many people were dropped.

    Those of one ladder after another, so that a batch that is not full has left none.
    """
    old = select(Ladder).where(Ladder.began_at < oldest, Ladder.forgotten_at.is_(None))
    dropped = 0
    for ladder in work.session.scalars(old.order_by(Ladder.began_at).limit(limit).with_for_update()):
        theirs = ReachPerson.notice_id == ladder.notice_id
        batch = select(ReachPerson.resident_id).where(theirs).limit(limit - dropped)
        some = delete(ReachPerson).where(theirs, ReachPerson.resident_id.in_(batch))
        dropped += len(work.session.execute(some.returning(ReachPerson.resident_id)).all())
        if dropped == limit:
            return dropped
        _keep_figures(work, ladder)
    return dropped


def _keep_figures(work: UnitOfWork, ladder: Ladder) -> None:
    """Leave of the households only where, when and how each was reached."""
    nameless = {
        "household_key": None,
        "walk_order": "",
        "next_at": None,
        "reached_through": None,
        **acted_by_columns(None),
    }
    households = update(ReachHousehold).where(ReachHousehold.notice_id == ladder.notice_id)
    work.session.execute(households.values(nameless), execution_options=_BLIND)
    ladder.forgotten_at = work.now


_BLIND = {"synchronize_session": False}
