"""Handing an activity in, publishing it, giving it back, calling it off; and its end."""

from uuid import UUID

from sqlalchemy import update

from service.events.activities import queries, rules, texts
from service.events.activities.actions import places, rooms
from service.events.activities.actions.organising import check_invites, organised
from service.events.activities.actions.targets import check_targets
from service.events.activities.actions.telling import tell_many, tell_organisers
from service.events.activities.actions.waiting import end_waits
from service.events.activities.errors import ActivityNotReady
from service.events.activities.messages import (
    ActivityCancelled,
    ActivityPublished,
    ActivityReturned,
    ActivitySubmitted,
)
from service.events.activities.models import Activity, ActivityPlaces, SignUp
from service.events.activities.rules import Act, ActivityStatus, SignUpEnd, SignUpStatus
from service.kit.content import keep_checked
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.messaging.content_checks.actions import submit


def submit_activity(work: UnitOfWork, activity_id: UUID) -> UUID:
    """Hand an organisation's activity to the community's workers, who publish it or give it back.

    Raises WrongState, NoRightToPublish, OrganisationSuspended.
    """
    locked, _ = organised(work, activity_id)
    activity = locked.activity
    if activity.organisation_id is not None:
        check_invites(work, activity.organisation_id)
    activity.status = rules.after(activity.status, Act.SUBMIT)
    activity.reason, activity.updated_at = None, work.now
    work.announce(ActivitySubmitted(activity_id=activity.id))
    return activity.id


def return_activity(work: UnitOfWork, activity_id: UUID, reason: str) -> UUID:
    """Give what was handed in back to be changed, as a worker. Raises WrongState, Forbidden."""
    activity = _as_worker(work, activity_id)
    activity.status = rules.after(activity.status, Act.RETURN)
    activity.reason, activity.updated_at = reason, work.now
    work.announce(ActivityReturned(activity_id=activity.id))
    return activity.id


def publish_activity(work: UnitOfWork, activity_id: UUID) -> UUID:
    """Let people see an activity and sign up, as a worker of all the places whose people it is for.

    A booking of its room that waits for approval is approved with it. Raises WrongState, ActivityNotReady, OutOfScope,
    OrganisationSuspended.
    """
    activity = _as_worker(work, activity_id)
    published = rules.after(activity.status, Act.PUBLISH)
    if activity.organisation_id is not None:
        check_invites(work, activity.organisation_id)
    facts = work.found(queries.facts(work, activity_id))
    check_targets(
        work,
        sorted(facts.region_codes),
        sorted(facts.audience),
        as_worker=True,
        organisation_id=facts.organisation_id,
    )
    if activity.starts_at <= work.now or activity.room_lost_at is not None:
        raise ActivityNotReady
    rooms.confirm_room(work, activity)
    activity.status = published
    activity.published_at = activity.updated_at = work.now
    activity.published_by, activity.reason = work.actor.account_id, None
    work.session.flush()
    places.set_open(work, activity_id, is_open=True)
    work.announce(ActivityPublished(activity_id=activity.id))
    return activity.id


def cancel_activity(work: UnitOfWork, activity_id: UUID, reason: str) -> UUID:
    """Call an activity off: its room is free again, and all who take part or wait are told why. Raises WrongState.

    What a member of an organisation writes of why is told once it was looked at.
    """
    locked, _ = organised(work, activity_id)
    call_off(work, locked.activity, reason)
    return activity_id


def call_off(work: UnitOfWork, activity: Activity, reason: str) -> None:
    """Call off an activity that is locked. Raises WrongState."""
    was_published = activity.status is ActivityStatus.PUBLISHED
    activity.status = rules.after(activity.status, Act.CANCEL)
    activity.reason, activity.updated_at = reason, work.now
    # What a member writes of why stands with the activity alone, where it is checked.
    rooms.leave_room(work, activity, None if work.actor.is_resident else reason)
    activity.room_lost_at = None
    _have_reason_checked(work, activity)
    work.session.flush()
    if not was_published:
        return
    held = _close(work, activity.id)
    waited = end_waits(work, activity.id)
    work.session.flush()
    people = {each for entry in waited for each in (entry.resident_id, entry.brought_by) if each is not None}
    tell_many(work, activity, texts.CANCELLED, people)
    ended = (
        update(SignUp)
        .where(SignUp.activity_id == activity.id, SignUp.status == SignUpStatus.SIGNED_UP)
        .values(status=SignUpStatus.CANCELLED, ended_by=SignUpEnd.ACTIVITY, updated_at=work.now)
        .returning(SignUp.id)
    )
    places.give_back(work, held, len(work.session.scalars(ended, execution_options=_BLIND).all()))
    work.announce(ActivityCancelled(activity_id=activity.id))


def _have_reason_checked(work: UnitOfWork, activity: Activity) -> None:
    checked = submit(
        work,
        kind=rules.REASON_OF_ACTIVITY,
        subject_id=activity.id,
        text=activity.reason,
        region_code=activity.region_code,
    )
    keep_checked(activity, checked)


def call_off_without_place(work: UnitOfWork) -> None:
    """Call off what has lost its room and has no other shortly before its start."""
    soon = work.now + rules.NEEDS_PLACE_BEFORE
    for activity in queries.due(work, Activity.room_lost_at.is_not(None), Activity.starts_at <= soon):
        call_off(work, activity, texts.NO_ROOM.zh)


def complete(work: UnitOfWork) -> None:
    """End what is over: who has not been seen was not there, and who still waits has waited for nothing."""
    for activity in queries.due(work, Activity.ends_at <= work.now):
        activity.status = rules.after(activity.status, Act.COMPLETE)
        activity.updated_at = work.now
        work.session.flush()
        _close(work, activity.id)
        end_waits(work, activity.id)
        work.session.execute(
            update(SignUp)
            .where(SignUp.activity_id == activity.id, SignUp.status == SignUpStatus.SIGNED_UP)
            .values(status=SignUpStatus.ABSENT, updated_at=work.now),
            execution_options=_BLIND,
        )


def lose_room(work: UnitOfWork, booking_id: UUID, *, is_gone: bool) -> None:
    """Note that an activity's room is its own no more, and let who looks after it find another place.

    `is_gone` says that the booking is over; else it stands for another time.
    """
    activity_id = queries.activity_of_booking(work, booking_id)
    locked = queries.locked(work, activity_id) if activity_id else None
    if locked is None or locked.activity.booking_id != booking_id:
        return
    activity = locked.activity
    if activity.status not in rules.CHANGEABLE or activity.ends_at <= work.now:
        return
    activity.room_lost_at = activity.room_lost_at or work.now
    if is_gone:
        activity.booking_id = None
    tell_organisers(work, activity, texts.ROOM_LOST)


def _as_worker(work: UnitOfWork, activity_id: UUID) -> Activity:
    locked, as_worker = organised(work, activity_id)
    work.require(as_worker, Forbidden)
    return locked.activity


def _close(work: UnitOfWork, activity_id: UUID) -> ActivityPlaces:
    """Let nobody have a place any more; the places stay locked."""
    places.set_open(work, activity_id, is_open=False)
    return work.found(queries.places(work, activity_id, lock=True))


_BLIND = {"synchronize_session": False}
