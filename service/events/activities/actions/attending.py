"""Who was there: by the code that is shown at the place, or noted by who receives people; and telling it to others."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, update

from service.events.activities import queries, rules
from service.events.activities.actions.participants import acting_for, named, publishes_for, refusal
from service.events.activities.errors import HoursByWorkerOnly, WrongCode
from service.events.activities.messages import AttendanceWithdrawn, Attended
from service.events.activities.models import Activity, SignUp
from service.events.activities.queries import ActivityFacts
from service.events.activities.rules import ActivityStatus, SignUpAct, SignUpStatus
from service.kit import shown_codes
from service.kit.acting import ActedBy, by_member, show_acting
from service.kit.errors import WrongState
from service.kit.shown_codes import ShownCode
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions as bookings
from service.living_rooms.rooms.queries import shows_code
from service.organisations import queries as organisations

_AT_ONCE = 500
_BEGUN_OR_OVER = frozenset({ActivityStatus.PUBLISHED, ActivityStatus.COMPLETED})


def show_code(work: UnitOfWork, activity_id: UUID) -> ShownCode:
    """The present check-in code, for who organises the activity or receives people there; residents never read it."""
    facts = work.found(queries.facts(work, activity_id))
    _check_receives(work, facts)
    return _present_code(work, activity_id)


def show_code_on_screen(work: UnitOfWork, activity_id: UUID, token: str) -> ShownCode | None:
    """The present check-in code for the screen of the living room where the activity is; None for any other token."""
    facts = queries.facts(work, activity_id)
    if facts is None or facts.living_room_id is None or facts.status is not ActivityStatus.PUBLISHED:
        return None
    on_its_screen = shows_code(work, facts.living_room_id, token)
    return _present_code(work, activity_id) if on_its_screen else None


def check_in(
    work: UnitOfWork,
    activity_id: UUID,
    *,
    code: str | None = None,
    resident_ids: Sequence[UUID] | None = None,
) -> list[UUID]:
    """Note that these people have come, the actor unless others are named: by the code, or as who receives them.

    Raises WrongCode, TooEarly, CheckInOver, HoursByWorkerOnly, WrongState; NotFound for who is not signed up.
    """
    facts = _held(work, activity_id)
    acting = _acting_for_all(work, facts, named(work, facts, resident_ids))
    if code is not None or not _receives(work, facts):
        _check_code(work, facts, code)
    else:
        _check_by_hand(work, facts)
    if facts.booking_id is not None and facts.organisation_id is not None:
        bookings.note_arrival(work, facts.booking_id)
    rows = _standing(work, activity_id, list(acting))
    for row, acted_by in zip(rows, acting.values(), strict=True):
        row.status = rules.sign_up_after(row.status, SignUpAct.ATTEND)
        row.checked_in_at = row.checked_in_at or work.now
        row.updated_at = work.now
        show_acting(row, acted_by)
    return [row.id for row in rows]


def note_attendance(
    work: UnitOfWork, activity_id: UUID, resident_id: UUID, *, attended: bool, minutes: int | None = None
) -> UUID:
    """Note, or correct, whether somebody was there and how long they helped; for a month after the end.

    What was told to others already is withdrawn, and told anew. Raises TooEarly, CheckInOver, HoursByWorkerOnly, …
    """
    facts = _held(work, activity_id)
    _check_receives(work, facts)
    _check_by_hand(work, facts)
    [row] = _standing(work, activity_id, [resident_id])
    _withdraw(work, row)
    row.status = rules.sign_up_after(row.status, SignUpAct.ATTEND if attended else SignUpAct.MISS)
    row.minutes = minutes if attended else None
    row.checked_in_at = (row.checked_in_at or work.now) if attended else None
    row.updated_at = work.now
    show_acting(row, _acting_for(work, facts, resident_id, row, _member(work, facts)))
    return row.id


def tell_attendance(work: UnitOfWork) -> None:
    """Tell others who was at what is over, a batch at a time."""
    due = (
        select(SignUp.id, Activity.volunteer_minutes, Activity.starts_at, Activity.ends_at)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(_to_tell(), Activity.status == ActivityStatus.COMPLETED)
        .order_by(SignUp.id)
        .limit(_AT_ONCE)
        .with_for_update(of=SignUp, skip_locked=True)
        .cte("due")
    )
    minutes = func.coalesce(SignUp.minutes, due.c.volunteer_minutes)
    told = (
        update(SignUp)
        .where(SignUp.id == due.c.id)
        .values(told_times=SignUp.told_times + 1)
        .returning(
            SignUp.activity_id,
            SignUp.id.label("sign_up_id"),
            SignUp.resident_id,
            minutes.label("minutes"),
            due.c.starts_at.label("attended_at"),
            due.c.ends_at.label("ended_at"),
            SignUp.told_times.label("times"),
        )
    )
    for row in work.session.execute(told, execution_options={"synchronize_session": False}).all():
        work.announce(Attended(**row._asdict()))


def _to_tell() -> ColumnElement[bool]:
    return and_(
        SignUp.status == SignUpStatus.ATTENDED,
        SignUp.resident_id.is_not(None),
        SignUp.told_times == SignUp.withdrawn_times,
    )


def _withdraw(work: UnitOfWork, row: SignUp) -> None:
    if row.told_times == row.withdrawn_times or row.resident_id is None:
        return
    row.withdrawn_times = row.told_times
    work.announce(
        AttendanceWithdrawn(
            activity_id=row.activity_id,
            sign_up_id=row.id,
            resident_id=row.resident_id,
            times=row.told_times,
        )
    )


def _held(work: UnitOfWork, activity_id: UUID) -> ActivityFacts:
    """The facts of an activity that takes or took place. Raises NotFound to who can not see it, else WrongState."""
    facts = work.found(queries.facts(work, activity_id))
    if facts.status not in _BEGUN_OR_OVER:
        work.found(queries.activity(work, activity_id))
        raise WrongState(state=facts.status)
    return facts


def _check_receives(work: UnitOfWork, facts: ActivityFacts) -> None:
    """Raises NotFound to who can not see the activity, OutOfScope or NoRightToPublish to who does not receive people there."""
    if not _receives(work, facts):
        work.found(queries.activity(work, facts.id))
        raise refusal(work, facts.organisation_id)


def _receives(work: UnitOfWork, facts: ActivityFacts) -> bool:
    return _is_received(work, facts) or publishes_for(work, facts.organisation_id)


def _is_received(work: UnitOfWork, facts: ActivityFacts) -> bool:
    return queries.receives(work, facts)


def _check_code(work: UnitOfWork, facts: ActivityFacts, code: str | None) -> None:
    """Raises TooEarly, CheckInOver, WrongCode, HoursByWorkerOnly."""
    _check_hours(work, facts)
    rules.check_check_in(facts.times.starts_at, facts.times.ends_at, work.now)
    if code is None or not shown_codes.is_shown_now(work, rules.code_told(facts.id), code):
        raise WrongCode(field="code")


def _check_by_hand(work: UnitOfWork, facts: ActivityFacts) -> None:
    """Raises TooEarly, CheckInOver, HoursByWorkerOnly."""
    _check_hours(work, facts)
    rules.check_attendance(facts.times.starts_at, facts.times.ends_at, work.now)


def _check_hours(work: UnitOfWork, facts: ActivityFacts) -> None:
    """An organisation does not credit its own people with hours, nor do who can read its code wherever they are."""
    if facts.volunteer_minutes and _receives(work, facts) and not _is_received(work, facts):
        raise HoursByWorkerOnly


def _acting_for_all(
    work: UnitOfWork, facts: ActivityFacts, resident_ids: Sequence[UUID]
) -> dict[UUID, ActedBy | None]:
    """How the actor may check in each of these people, who are signed up. Raises OutOfScope, NotFound."""
    seen = {row.resident_id: row for row in queries.seen_sign_ups(work, facts.id, resident_ids)}
    member = _member(work, facts)
    acting = {each: _acting_for(work, facts, each, seen.get(each), member) for each in resident_ids}
    for each in resident_ids:
        work.found(seen.get(each))
    return acting


def _acting_for(
    work: UnitOfWork, facts: ActivityFacts, resident_id: UUID, row: SignUp | None, member: ActedBy | None
) -> ActedBy | None:
    if member is None:
        return acting_for(work, facts, resident_id, row)
    is_own = work.actor.resident_id in (resident_id, row.brought_by if row else None)
    return None if is_own else member


def _member(work: UnitOfWork, facts: ActivityFacts) -> ActedBy | None:
    """The actor as a member of the organisation who receives its people; None for everybody else."""
    organisation_id = facts.organisation_id
    if organisation_id is None or _is_received(work, facts) or not publishes_for(work, organisation_id):
        return None
    return by_member(work.actor, organisations.names(work, [organisation_id])[organisation_id])


def _standing(work: UnitOfWork, activity_id: UUID, resident_ids: Sequence[UUID]) -> list[SignUp]:
    found = queries.standing_sign_ups(work, activity_id, resident_ids)
    by_person = {row.resident_id: row for row in found}
    return [work.found(by_person.get(each)) for each in resident_ids]


def _present_code(work: UnitOfWork, activity_id: UUID) -> ShownCode:
    return shown_codes.present_code(
        work, rules.code_told(activity_id), f"linli:activity-check-in?activity_id={activity_id}"
    )
