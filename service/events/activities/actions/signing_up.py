"""Signing up, and giving a place back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from service.events.activities import queries, rules
from service.events.activities.actions import places
from service.events.activities.actions.participants import Participant, acting_for, named, participants
from service.events.activities.errors import ActivityFull, AlreadySignedUp
from service.events.activities.messages import SignedUp, SignUpCancelled
from service.events.activities.models import SignUp
from service.events.activities.queries import ActivityFacts
from service.events.activities.rules import SignUpAct, SignUpEnd, SignUpStatus
from service.kit.acting import ActedBy, ActingAs, acted_by_columns, show_acting
from service.kit.errors import WrongState
from service.kit.prepared import Prepared, table_of
from service.kit.work import UnitOfWork

_INSERT = Prepared(insert(table_of(SignUp)))


def sign_up(work: UnitOfWork, activity_id: UUID, resident_ids: Sequence[UUID] | None = None) -> list[UUID]:
    """Give places to the actor, or to whom they act for: to all of them or to none.

    Raises ActivityFull, AlreadySignedUp, SignUpNotOpen, SignUpOver, NotVerified, NotTargeted, OutOfScope.
    """
    facts = work.found(queries.facts(work, activity_id))
    people = participants(work, facts, resident_ids)
    check_open(work, facts)
    ids = [each.id for each in people]
    if not places.take(work, activity_id, ids):
        # Who has a place in what is full, or is offered one, has not come too late.
        raise AlreadySignedUp if queries.has_place(work, activity_id, ids) else ActivityFull
    return [store(work, activity_id, each) for each in people]


def check_open(work: UnitOfWork, facts: ActivityFacts) -> None:
    """Raises WrongState, SignUpNotOpen, SignUpOver."""
    if facts.status not in rules.OPEN:
        raise WrongState(state=facts.status)
    rules.check_window(facts.times, work.now, at_desk=work.actor.is_staff)


def store(work: UnitOfWork, activity_id: UUID, person: Participant) -> UUID:
    """Write down that somebody has a place, which was taken already. Raises AlreadySignedUp."""
    values: dict[str, Any] = {
        "id": work.new_id(),
        "activity_id": activity_id,
        "resident_id": person.id,
        "brought_by": person.brought_by,
        "status": SignUpStatus.SIGNED_UP,
        "ended_by": None,
        "cancelled_late": False,
        "checked_in_at": None,
        "minutes": None,
        "told_times": 0,
        "withdrawn_times": 0,
        "reminded_at": None,
        "created_by": work.actor.account_id,
        "created_at": work.now,
        "updated_at": work.now,
        "version": 1,
        **acted_by_columns(person.acted_by),
    }
    _INSERT(work, **values)
    work.announce(SignedUp(sign_up_id=values["id"]))
    sign_up_id: UUID = values["id"]
    return sign_up_id


def cancel_sign_up(
    work: UnitOfWork, activity_id: UUID, resident_ids: Sequence[UUID] | None = None
) -> list[UUID]:
    """Give places back, one's own unless others are named; late it is noted, and welcome all the same.

    Raises NotFound for who has none, WrongState for who was there already, OutOfScope.
    """
    facts = work.found(queries.facts(work, activity_id))
    wanted = named(work, facts, resident_ids)
    held = work.found(places.lock(work, [activity_id]).get(activity_id))
    found = {each.resident_id: each for each in queries.standing_sign_ups(work, activity_id, wanted)}
    acting = {each: acting_for(work, facts, each, found.get(each)) for each in wanted}
    rows = [work.found(found.get(each)) for each in wanted]
    for row, acted_by in zip(rows, acting.values(), strict=True):
        _cancel(work, facts, row, acted_by)
    places.give_back(work, held, len(rows))
    return [row.id for row in rows]


def _cancel(work: UnitOfWork, facts: ActivityFacts, row: SignUp, acted_by: ActedBy | None) -> None:
    row.status = rules.sign_up_after(row.status, SignUpAct.CANCEL)
    by_staff = acted_by is not None and acted_by.acting_as is ActingAs.STAFF
    row.ended_by = SignUpEnd.ORGANISER if by_staff else SignUpEnd.HOLDER
    row.cancelled_late = not by_staff and rules.is_late(
        facts.times.starts_at, facts.cancel_before_minutes, work.now
    )
    row.updated_at = work.now
    show_acting(row, acted_by)
    work.announce(SignUpCancelled(sign_up_id=row.id, by_organiser=by_staff))
