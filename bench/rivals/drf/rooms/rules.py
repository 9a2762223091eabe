"""The checks of a booking and the slots of a room."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError

from rooms.models import BookedGrain, QuotaCounter, Suspension

GRAIN = timedelta(minutes=15)


class Conflict(APIException):
    status_code = 409


def grains(starts_at, ends_at):
    moment, found = starts_at, []
    while moment < ends_at:
        found.append(moment)
        moment += GRAIN
    return found


def at(date, clock):
    return timezone.make_aware(datetime.combine(date, clock))


def hours_of(room, date):
    """The stretches in which a room is open on a date, as pairs of moments."""
    special = [h for h in room.holiday_hours.all() if h.date == date]
    regular = [h for h in room.opening_hours.all() if h.weekday == date.isoweekday()]
    return [(at(date, h.opens), at(date, h.closes)) for h in special or regular if h.opens is not None]


def check_request(room, starts_at, ends_at, headcount, now):
    policy = room.policy
    minutes = (ends_at - starts_at).total_seconds() / 60
    local = timezone.localtime(starts_at)
    if (
        minutes <= 0
        or minutes % policy.slot_minutes
        or (local.hour * 60 + local.minute) % policy.slot_minutes
    ):
        raise ValidationError({"starts_at": "off_grid"})
    if minutes > policy.max_minutes:
        raise ValidationError({"ends_at": "too_long"})
    if starts_at < now + timedelta(minutes=policy.lead_minutes):
        raise ValidationError({"starts_at": "too_late"})
    if starts_at > now + timedelta(days=policy.advance_days):
        raise ValidationError({"starts_at": "too_far_ahead"})
    if not room.capacity_min <= headcount <= room.capacity_max:
        raise ValidationError({"headcount": "over_capacity"})


def check_open(room, starts_at, ends_at):
    date = timezone.localtime(starts_at).date()
    if not any(opens <= starts_at and ends_at <= closes for opens, closes in hours_of(room, date)):
        raise ValidationError({"starts_at": "outside_opening_hours"})


def check_not_closed(room, starts_at, ends_at):
    if room.closures.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict("room_closed")


def check_person(resident, room, now):
    if resident is None or resident.status != "verified":
        raise PermissionDenied("not_verified")
    scope = {"community": 12, "street": 9, "district": 6}[room.policy.open_to]
    if resident.region_id[:scope] != room.region_id[:scope]:
        raise PermissionDenied("out_of_scope")
    if Suspension.objects.filter(resident=resident, starts_at__lte=now, ends_at__gt=now).exists():
        raise PermissionDenied("suspended")


def check_free(room, starts_at, ends_at):
    if BookedGrain.objects.filter(living_room=room, grain__gte=starts_at, grain__lt=ends_at).exists():
        raise Conflict("slot_taken")


def spend(resident, period, amount, limit):
    """Count against a quota, exactly: the counter is locked until the transaction ends."""
    QuotaCounter.objects.get_or_create(resident=resident, period=period)
    counter = QuotaCounter.objects.select_for_update().get(resident=resident, period=period)
    if counter.used + amount > limit:
        raise Conflict("quota_exceeded")
    counter.used += amount
    counter.save(update_fields=["used"])


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
    wanted = BookedGrain.objects.filter(living_room=room, grain__gte=since, grain__lt=until)
    taken = set(wanted.values_list("grain", flat=True))
    closures = list(room.closures.filter(starts_at__lt=until, ends_at__gt=since))
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
