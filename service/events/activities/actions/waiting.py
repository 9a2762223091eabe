"""Waiting for a place, being offered one, and answering; the mechanism is that of every waiting list (kit/waiting.py)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update

from service.events.activities import queries, texts
from service.events.activities.actions import places
from service.events.activities.actions.participants import Participant, acting_for, participants
from service.events.activities.actions.signing_up import check_open, store
from service.events.activities.actions.telling import tell_person
from service.events.activities.errors import AlreadySignedUp
from service.events.activities.messages import PlacesFreed
from service.events.activities.models import WAITS, Activity, ActivityPlaces, ActivityWait
from service.kit.acting import acted_by_columns, acting_of, show_acting
from service.kit.errors import WrongState
from service.kit.waiting import STANDING, Act, WaitlistState, after, check_offer_stands, held_until
from service.kit.work import UnitOfWork
from service.residents.queries import standing

_AT_ONCE = 200


def wait(work: UnitOfWork, activity_id: UUID, resident_ids: Sequence[UUID] | None = None) -> list[UUID]:
    """Let the actor, or whom they act for, wait for a place each.

    Raises AlreadySignedUp, SignUpNotOpen, SignUpOver, NotVerified, NotTargeted, OutOfScope.
    """
    facts = work.found(queries.facts(work, activity_id))
    people = participants(work, facts, resident_ids)
    work.found(places.lock(work, [activity_id]).get(activity_id))
    # Who had the places before may have called it off, or put it off to another day.
    facts = work.found(queries.facts(work, activity_id))
    check_open(work, facts)
    if work.now >= facts.times.starts_at:
        raise WrongState(state=facts.status)
    if queries.standing_sign_ups(work, activity_id, [each.id for each in people]):
        raise AlreadySignedUp
    entries = [_entry(work, activity_id, each) for each in people]
    for entry in entries:
        entry.lasts_until = facts.times.starts_at
    work.session.add_all(entries)
    work.announce(PlacesFreed(activity_id=activity_id))
    return [entry.id for entry in entries]


def _entry(work: UnitOfWork, activity_id: UUID, person: Participant) -> ActivityWait:
    return ActivityWait(
        **acted_by_columns(person.acted_by),
        id=work.new_id(),
        activity_id=activity_id,
        resident_id=person.id,
        brought_by=person.brought_by,
        status=WaitlistState.WAITING,
        created_by=work.actor.account_id,
        created_at=work.now,
    )


def offer_places(work: UnitOfWork, activity_id: UUID) -> None:
    """Offer one free place to the first in line; to be told again while there may be more to do."""
    held = places.lock(work, [activity_id]).get(activity_id)
    activity = queries.activity_row(work, activity_id)
    if held is None or activity is None or not held.is_open or work.now >= activity.starts_at:
        return
    if held.taken >= held.capacity:
        return

    def offer(entry: ActivityWait) -> bool:
        _offer(work, activity, held, entry)
        return True

    look_again = WAITS.offer_to_first(work, queries.line(work, activity_id), offer)
    if look_again is not None:
        work.announce(PlacesFreed(activity_id=activity_id), after=look_again)


def _offer(work: UnitOfWork, activity: Activity, held: ActivityPlaces, entry: ActivityWait) -> None:
    """Hold a place for who waits; who may not come any more has waited for nothing, and the next is looked at."""
    who = standing(work, entry.resident_id)
    if who is None or not who.is_verified:
        entry.status = after(entry.status, Act.RUN_OUT)
        return
    held.taken += 1
    entry.status = after(entry.status, Act.OFFER)
    entry.offer_expires_at = held_until(activity.offer_minutes, activity.starts_at, work.now)
    tell_person(work, activity, entry, texts.OFFERED, expires_at=entry.offer_expires_at)


def accept_offer(work: UnitOfWork, wait_id: UUID) -> UUID:
    """Take the place that was offered. Raises WrongState, AlreadySignedUp, OutOfScope."""
    entry = _own_locked(work, wait_id)
    check_offer_stands(entry, work.now)
    who = work.found(standing(work, entry.resident_id))
    entry.status = after(entry.status, Act.ACCEPT)
    person = Participant(who, acting_of(entry), entry.brought_by)
    entry.sign_up_id = store(work, entry.activity_id, person)
    return entry.id


def decline_offer(work: UnitOfWork, wait_id: UUID) -> UUID:
    """Leave the place that was offered to the next; the wait is over. Raises WrongState, OutOfScope."""
    entry = _own_locked(work, wait_id)
    check_offer_stands(entry, work.now)
    entry.status = after(entry.status, Act.DECLINE)
    _let_go(work, entry)
    return entry.id


def withdraw_wait(work: UnitOfWork, wait_id: UUID) -> None:
    """Wait no longer; a place that is held goes to the next. Raises WrongState, Stale, OutOfScope."""
    entry = _own_locked(work, wait_id)
    work.expect(entry)
    if entry.status not in STANDING:
        raise WrongState(state=entry.status)
    if entry.status is WaitlistState.OFFERED:
        _let_go(work, entry)
    work.session.delete(entry)


def lapse(work: UnitOfWork) -> None:
    """End offers that have run out, whose places go to the next, and waits for what has begun."""
    _lapse_offers(work)
    for entry in WAITS.waits_run_out(work, _AT_ONCE):
        tell_person(work, work.found(queries.activity_row(work, entry.activity_id)), entry, texts.WAIT_LAPSED)


def _lapse_offers(work: UnitOfWork) -> None:
    due = select(ActivityWait.activity_id).where(
        ActivityWait.status == WaitlistState.OFFERED, ActivityWait.offer_expires_at <= work.now
    )
    held = places.lock(work, work.session.scalars(due.limit(_AT_ONCE)).all())
    mine = ActivityWait.activity_id.in_(list(held))
    for entry in WAITS.offers_run_out(work, mine, limit=_AT_ONCE) if held else ():
        places.give_back(work, held[entry.activity_id])
        activity = work.found(queries.activity_row(work, entry.activity_id))
        tell_person(work, activity, entry, texts.OFFER_LAPSED)


def end_waits(work: UnitOfWork, activity_id: UUID) -> Sequence[ActivityWait]:
    """End all waits for an activity whose places are locked; the places that were held are given back."""
    held = work.found(queries.places(work, activity_id))
    mine = ActivityWait.activity_id == activity_id, WAITS.stands
    entries = WAITS.locked_where(work, *mine, limit=None, skip_locked=False)
    offered = [entry for entry in entries if entry.status is WaitlistState.OFFERED]
    places.give_back(work, held, len(offered))
    return WAITS.end(work, entries)


def end_waits_of(
    work: UnitOfWork, resident_id: UUID, held: Mapping[UUID, ActivityPlaces]
) -> Sequence[ActivityWait]:
    """End all that somebody waits for in activities whose places are locked; nobody is told."""
    mine = ActivityWait.resident_id == resident_id, WAITS.stands, ActivityWait.activity_id.in_(held)
    entries = WAITS.locked_where(work, *mine, limit=None, skip_locked=False)
    for entry in entries:
        if entry.status is WaitlistState.OFFERED:
            places.give_back(work, held[entry.activity_id])
    return WAITS.end(work, entries)


def postpone_waits(work: UnitOfWork, activity: Activity) -> None:
    """Let who waits do so until the activity's new start."""
    mine = ActivityWait.activity_id == activity.id, WAITS.stands
    offered = ActivityWait.offer_expires_at.is_not(None)
    no_longer = func.least(ActivityWait.offer_expires_at, activity.starts_at)
    postponed = {
        "lasts_until": activity.starts_at,
        "offer_expires_at": case((offered, no_longer)),
        "version": ActivityWait.version + 1,
    }
    work.session.execute(
        update(ActivityWait).where(*mine).values(**postponed),
        execution_options={"synchronize_session": False},
    )


def _own_locked(work: UnitOfWork, wait_id: UUID) -> ActivityWait:
    """A wait that the actor may act on, locked after the activity's places; its facts say how.

    Raises NotFound when it is not theirs to see, else OutOfScope.
    """
    seen = work.found(queries.wait(work, wait_id))
    places.lock(work, [seen.activity_id])
    entry = work.found(WAITS.locked(work, wait_id))
    facts = work.found(queries.facts(work, entry.activity_id))
    show_acting(entry, acting_for(work, facts, entry.resident_id, entry))
    return entry


def _let_go(work: UnitOfWork, entry: ActivityWait) -> None:
    places.give_back(work, work.found(queries.places(work, entry.activity_id)))
