"""What becomes of places when two records of one person become one, and when that is taken back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import aliased

from service.events.activities.actions import places
from service.events.activities.messages import AttendanceWithdrawn
from service.events.activities.models import WAITS, ActivityPlaces, ActivityWait, SignUp
from service.events.activities.rules import SignUpEnd, SignUpStatus
from service.kit.merging import Changes, Pair
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork


def hold_places(work: UnitOfWork, pair: Pair) -> None:
    """Lock the places of all activities in which one of them stands, as who signs up does first."""
    both = (pair.kept, pair.gone)
    in_places = select(SignUp.activity_id).where(SignUp.resident_id.in_(both), _STANDS)
    in_line = select(ActivityWait.activity_id).where(ActivityWait.resident_id.in_(both), WAITS.stands)
    places.lock(work, work.session.scalars(in_places.union(in_line)).all())


def come_once(changes: Changes, pair: Pair) -> None:
    """Of two places in one activity that stays in which somebody was seen, else that of the record that stays."""
    work, other = changes.work, aliased(SignUp)
    twice = (
        select(SignUp, other)
        .join(other, and_(SignUp.activity_id == other.activity_id, other.status != SignUpStatus.CANCELLED))
        .where(SignUp.resident_id == pair.kept, other.resident_id == pair.gone, _STANDS)
    )
    for kept, gone in work.session.execute(twice).all():
        seen = SignUpStatus.ATTENDED
        loser = kept if gone.status is seen and kept.status is not seen else gone
        ended = {"status": SignUpStatus.CANCELLED, "ended_by": SignUpEnd.MERGE}
        changes.change(SignUp, SignUp.id == loser.id, **ended)
        _count_again(work, [loser.activity_id])
        _take_back_told(work, loser)


def _take_back_told(work: UnitOfWork, loser: SignUp) -> None:
    """What was told of the place that goes is told no more; should the merge be undone, it is told anew."""
    if loser.resident_id is None or loser.told_times == loser.withdrawn_times:
        return
    withdrawn = update(SignUp).where(SignUp.id == loser.id).values(withdrawn_times=SignUp.told_times)
    work.session.execute(withdrawn, execution_options={"synchronize_session": False})
    work.announce(
        AttendanceWithdrawn(
            activity_id=loser.activity_id,
            sign_up_id=loser.id,
            resident_id=loser.resident_id,
            times=loser.told_times,
        )
    )


def wait_once(changes: Changes, pair: Pair) -> None:
    """Who has a place, or waits already, does not wait a second time."""
    work = changes.work
    theirs = ActivityWait.resident_id.in_((pair.kept, pair.gone)), WAITS.stands
    waits = work.session.scalars(select(ActivityWait).where(*theirs).order_by(ActivityWait.id)).all()
    placed = select(SignUp.activity_id).where(SignUp.resident_id.in_((pair.kept, pair.gone)), _STANDS)
    taken = set(work.session.scalars(placed))
    # Who was offered a place keeps that; of two alike the one that came first.
    for entry in sorted(waits, key=lambda each: (each.status is not WaitlistState.OFFERED, each.id)):
        if entry.activity_id in taken:
            changes.change(ActivityWait, ActivityWait.id == entry.id, status=WaitlistState.LAPSED)
            _count_again(work, [entry.activity_id])
        taken.add(entry.activity_id)


def part_places(work: UnitOfWork, pair: Pair) -> None:
    """Count anew what is taken; where both come back to a full activity it has a place more."""
    both = (pair.kept, pair.gone)
    in_places = select(SignUp.activity_id).where(SignUp.resident_id.in_(both))
    in_line = select(ActivityWait.activity_id).where(ActivityWait.resident_id.in_(both))
    ids = sorted(set(work.session.scalars(in_places.union(in_line))))
    places.lock(work, ids)
    _count_again(work, ids)


def _count_again(work: UnitOfWork, activity_ids: Sequence[UUID]) -> None:
    """Let the counters say what stands; their rows are locked already."""
    signed_up = select(func.count()).where(SignUp.activity_id == ActivityPlaces.activity_id, _STANDS)
    offered = select(func.count()).where(
        ActivityWait.activity_id == ActivityPlaces.activity_id, ActivityWait.status == WaitlistState.OFFERED
    )
    taken = signed_up.scalar_subquery() + offered.scalar_subquery()
    work.session.execute(
        update(ActivityPlaces)
        .where(ActivityPlaces.activity_id.in_(activity_ids))
        .values(taken=taken, capacity=func.greatest(ActivityPlaces.capacity, taken)),
        execution_options={"synchronize_session": False},
    )


_STANDS = SignUp.status != SignUpStatus.CANCELLED
