"""The checks of a booking and the slots of a room."""

from datetime import datetime, time, timedelta

from flask_smorest import abort
from sqlalchemy import select

from app.auth import SHANGHAI
from app.extensions import db
from app.models import BookedGrain, Closure, QuotaCounter, Suspension

GRAIN = timedelta(minutes=15)


def grains(starts_at, ends_at):
    moment, found = starts_at, []
    while moment < ends_at:
        found.append(moment)
        moment += GRAIN
    return found


def at(date, clock):
    return datetime.combine(date, clock, SHANGHAI)


def hours_of(room, date):
    """The stretches in which a room is open on a date, as pairs of moments."""
    special = [h for h in room.holiday_hours if h.date == date]
    regular = [h for h in room.opening_hours if h.weekday == date.isoweekday()]
    return [(at(date, h.opens), at(date, h.closes)) for h in special or regular if h.opens is not None]


def closures_in(room, since, until):
    return db.session.scalars(
        select(Closure).where(
            Closure.living_room_id == room.id, Closure.starts_at < until, Closure.ends_at > since
        )
    ).all()


def grains_taken(room, since, until):
    return set(
        db.session.scalars(
            select(BookedGrain.grain).where(
                BookedGrain.living_room_id == room.id, BookedGrain.grain >= since, BookedGrain.grain < until
            )
        )
    )


def check_request(room, starts_at, ends_at, headcount, now):
    policy = room.policy
    minutes = (ends_at - starts_at).total_seconds() / 60
    local = starts_at.astimezone(SHANGHAI)
    if (
        minutes <= 0
        or minutes % policy.slot_minutes
        or (local.hour * 60 + local.minute) % policy.slot_minutes
    ):
        abort(422, message="off_grid")
    if minutes > policy.max_minutes:
        abort(422, message="too_long")
    if starts_at < now + timedelta(minutes=policy.lead_minutes):
        abort(422, message="too_late")
    if starts_at > now + timedelta(days=policy.advance_days):
        abort(422, message="too_far_ahead")
    if not room.capacity_min <= headcount <= room.capacity_max:
        abort(422, message="over_capacity")


def check_open(room, starts_at, ends_at):
    date = starts_at.astimezone(SHANGHAI).date()
    if not any(opens <= starts_at and ends_at <= closes for opens, closes in hours_of(room, date)):
        abort(422, message="outside_opening_hours")


def check_not_closed(room, starts_at, ends_at):
    if closures_in(room, starts_at, ends_at):
        abort(409, message="room_closed")


def check_person(resident, room, now):
    if resident is None or resident.status != "verified":
        abort(403, message="not_verified")
    scope = {"community": 12, "street": 9, "district": 6}[room.policy.open_to]
    if resident.region_id[:scope] != room.region_id[:scope]:
        abort(403, message="out_of_scope")
    suspended = select(Suspension).where(
        Suspension.resident_id == resident.id, Suspension.starts_at <= now, Suspension.ends_at > now
    )
    if db.session.scalar(suspended) is not None:
        abort(403, message="suspended")


def check_free(room, starts_at, ends_at):
    if grains_taken(room, starts_at, ends_at):
        abort(409, message="slot_taken")


def spend(resident, period, amount, limit):
    """Count against a quota, exactly: the counter is locked until the transaction ends."""
    wanted = select(QuotaCounter).filter_by(resident_id=resident.id, period=period).with_for_update()
    counter = db.session.scalar(wanted)
    if counter is None:
        counter = QuotaCounter(resident_id=resident.id, period=period, used=0)
        db.session.add(counter)
    if counter.used + amount > limit:
        abort(409, message="quota_exceeded")
    counter.used += amount


def state_of(starts_at, ends_at, now, hours, closures, taken):
    if starts_at < now:
        return "past"
    is_open = any(opens <= starts_at and ends_at <= closes for opens, closes in hours)
    if not is_open or any(
        closure.starts_at < ends_at and closure.ends_at > starts_at for closure in closures
    ):
        return "closed"
    return "taken" if any(grain in taken for grain in grains(starts_at, ends_at)) else "free"


def slots_of(room, first, last, now):
    """Every slot of the days asked for, each free, taken, closed or past."""
    since, until = at(first, time()), at(last + timedelta(days=1), time())
    taken, closures = grains_taken(room, since, until), closures_in(room, since, until)
    length = timedelta(minutes=room.policy.slot_minutes)
    slots = []
    for day in range((last - first).days + 1):
        date = first + timedelta(days=day)
        hours = hours_of(room, date)
        starts_at, next_day = at(date, time()), at(date + timedelta(days=1), time())
        while starts_at < next_day:
            ends_at = starts_at + length
            state = state_of(starts_at, ends_at, now, hours, closures, taken)
            slots.append({"starts_at": starts_at, "ends_at": ends_at, "state": state})
            starts_at = ends_at
    return slots
