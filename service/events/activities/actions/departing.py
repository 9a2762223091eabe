"""Places of who has died or moved away, of who is erased, and of long ago."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update

from service.events.activities import queries, rules, texts
from service.events.activities.actions import places
from service.events.activities.actions.waiting import end_waits_of
from service.events.activities.models import (
    WAITS,
    Activity,
    ActivityFeedback,
    ActivityPlaces,
    ActivityWait,
    SignUp,
)
from service.events.activities.rules import SignUpAct, SignUpEnd, SignUpStatus
from service.kit.acting import acted_by_columns
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.homes import actions as homes

_NOBODY = UUID(int=0)


def follow_departure(work: UnitOfWork, resident_id: UUID) -> None:
    """Give up all of who has died or moved away; nothing of who lives here after all."""
    _hold(work, resident_id)
    # Asked only now: who held the places may have taken so long that it was taken back meanwhile.
    if residents.has_left(work, resident_id):
        give_up_all_of(work, resident_id)


def give_up_all_of(work: UnitOfWork, resident_id: UUID) -> None:
    """Give back the places of who does not live here any more, and end what they wait for; nobody is told."""
    for row in _end_all(work, resident_id):
        activity = work.found(queries.activity_row(work, row.activity_id))
        what = Text(
            texts.SIGN_UP.zh.format(title=activity.title), texts.SIGN_UP.en.format(title=activity.title)
        )
        homes.note_ended(work, resident_id, what, subject=row.id, at=activity.starts_at)


def forget_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Give back what is to come; of what was, keep that somebody came, and drop who, and what they said."""
    _end_all(work, resident_id)
    work.session.flush()
    theirs = SignUp.resident_id == resident_id
    said = ActivityFeedback.sign_up_id.in_(select(SignUp.id).where(theirs))
    work.session.execute(update(ActivityFeedback).where(said).values(comment=None), execution_options=_BLIND)
    work.session.execute(
        delete(ActivityWait).where(ActivityWait.resident_id == resident_id), execution_options=_BLIND
    )
    for model in (SignUp, ActivityWait):
        brought = update(model).where(model.brought_by == resident_id).values(brought_by=None)
        work.session.execute(brought, execution_options=_BLIND)
    nameless = update(SignUp).where(theirs).values(**_NAMELESS)
    work.session.execute(nameless, execution_options=_BLIND)


def forget_people(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Take the people out of activities that ended before that moment; how many sign-ups there were."""
    over = select(Activity.id).where(Activity.ends_at < oldest)
    named = or_(SignUp.resident_id.is_not(None), SignUp.created_by != _NOBODY)
    batch = select(SignUp.id).where(SignUp.activity_id.in_(over), named).order_by(SignUp.id).limit(limit)
    ids = work.session.scalars(batch).all()
    said = update(ActivityFeedback).where(ActivityFeedback.sign_up_id.in_(ids)).values(comment=None)
    work.session.execute(said, execution_options=_BLIND)
    work.session.execute(
        delete(ActivityWait).where(ActivityWait.sign_up_id.in_(ids)), execution_options=_BLIND
    )
    nameless = update(SignUp).where(SignUp.id.in_(ids)).values(**_NAMELESS, brought_by=None)
    work.session.execute(nameless, execution_options=_BLIND)
    _forget_waits(work, oldest, limit)
    return len(ids)


def _forget_waits(work: UnitOfWork, oldest: datetime, limit: int) -> None:
    over = exists().where(Activity.id == ActivityWait.activity_id, Activity.ends_at < oldest)
    batch = select(ActivityWait.id).where(over, ~WAITS.stands).limit(limit)
    work.session.execute(delete(ActivityWait).where(ActivityWait.id.in_(batch)), execution_options=_BLIND)


def _end_all(work: UnitOfWork, resident_id: UUID) -> list[SignUp | ActivityWait]:
    held = _hold(work, resident_id)
    return [*end_waits_of(work, resident_id, held), *_give_back_all(work, resident_id, held)]


def _hold(work: UnitOfWork, resident_id: UUID) -> dict[UUID, ActivityPlaces]:
    """Lock the places of all that somebody will come to or waits for, before either is ended, as everybody does."""
    in_line = select(ActivityWait.activity_id).where(ActivityWait.resident_id == resident_id, WAITS.stands)
    to_come = (
        select(SignUp.activity_id)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.resident_id == resident_id,
            SignUp.status == SignUpStatus.SIGNED_UP,
            Activity.ends_at > work.now,
        )
    )
    return places.lock(work, work.session.scalars(in_line.union(to_come)).all())


def _give_back_all(
    work: UnitOfWork, resident_id: UUID, held: Mapping[UUID, ActivityPlaces]
) -> Sequence[SignUp]:
    rows = queries.locked_sign_ups(
        work,
        SignUp.resident_id == resident_id,
        SignUp.status == SignUpStatus.SIGNED_UP,
        SignUp.activity_id.in_(held),
    )
    for row in rows:
        row.status = rules.sign_up_after(row.status, SignUpAct.CANCEL)
        row.ended_by = SignUpEnd.DEPARTURE
        row.updated_at = work.now
        places.give_back(work, held[row.activity_id])
    return rows


_NAMELESS = {"resident_id": None, "created_by": _NOBODY, **acted_by_columns(None)}
_BLIND = {"synchronize_session": False}
