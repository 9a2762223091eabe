"""Raising an alarm; a second one of its kind while one stands is a repeat of it, not another."""

from datetime import datetime, timedelta
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.alarms import permissions, queries, rules
from service.elderly_care.alarms.actions import ringing
from service.elderly_care.alarms.actions.noting import note, seal, tell_all, tell_elder
from service.elderly_care.alarms.errors import ElderHasNoPlace
from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.alarms.rules import AlarmEventKind, AlarmKind, AlarmSource, AlarmStatus
from service.elderly_care.alarms.texts import CALLED, REPEATED
from service.elderly_care.requests import queries as requests
from service.elderly_care.requests.rules import RequestStatus
from service.kit import locks
from service.kit.acting import ActedBy, acted_by_columns, by_staff
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents import queries as residents

_SERVED = (RequestStatus.ASSIGNED, RequestStatus.ACTIVE)


def report(
    work: UnitOfWork, elder_id: UUID, *, kind: AlarmKind, source: AlarmSource, note: str | None = None
) -> CareAlarm:
    """Raise an alarm as the elder, for them, or as staff of their place or their operator; the first step rings at once.

    Raises OutOfScope, ElderHasNoPlace; to staff NotFound when there is no such elder.
    """
    organisation_id = _serving_operator(work, elder_id)
    acted_by = by_staff(work.actor) if organisation_id else _who_raises(work, elder_id)
    return raise_alarm(
        work,
        elder_id,
        kind=kind,
        source=source,
        note=note,
        acted_by=acted_by,
        organisation_id=organisation_id,
    )


def raise_alarm(
    work: UnitOfWork,
    elder_id: UUID,
    *,
    kind: AlarmKind,
    source: AlarmSource,
    note: str | None = None,
    acted_by: ActedBy | None = None,
    organisation_id: UUID | None = None,
    device_id: UUID | None = None,
    happened_at: datetime | None = None,
    place: str | None = None,
) -> CareAlarm:
    """Raise an alarm, or repeat the one of its kind that stands; whoever calls has seen to who may.

    A caregiver's alarm is seen by their operator, `organisation_id` where they work for several. It rings where the
    elder is on record, else at `place`. Raises NotFound, ElderHasNoPlace.
    """
    elder_id = hold_elder(work, elder_id)
    elder = work.found(residents.standing(work, elder_id))
    region_code = elder.region_code or place
    if region_code is None:
        raise ElderHasNoPlace
    late = rules.is_late(happened_at, work.now, work.house.settings.care_alarm_late_minutes)
    standing = queries.standing_alarm(work, elder_id, kind)
    if standing is not None:
        return _repeat(work, standing, source, note, acted_by, late=late)
    if organisation_id is None and source is AlarmSource.CAREGIVER:
        organisation_id = _serving_operator(work, elder_id)
    alarm = CareAlarm(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=region_code,
        kind=kind,
        source=source,
        device_id=device_id,
        organisation_id=organisation_id,
        happened_at=happened_at,
        is_late=late,
        **acted_by_columns(acted_by),
    )
    return _begin(work, alarm, note)


def hold_elder(work: UnitOfWork, elder_id: UUID) -> UUID:
    """Keep others from raising an alarm for the elder, and from merging the record; under which id it is kept now."""
    locks.hold(work, "care_alarm", elder_id)
    present_id = residents.present_id(work, elder_id)
    if present_id != elder_id:
        locks.hold(work, "care_alarm", present_id)
    return present_id


def _begin(work: UnitOfWork, alarm: CareAlarm, said: str | None) -> CareAlarm:
    alarm.raised_at = alarm.rings_from = alarm.next_step_at = work.now
    alarm.raised_by, alarm.status = work.actor.account_id, AlarmStatus.RINGING
    alarm.round = alarm.repeats = 0
    alarm.note_sealed = seal(work, said, f"care_alarms.note:{alarm.id}")
    work.session.add(alarm)
    work.session.flush()
    note(work, alarm, AlarmEventKind.RAISED, source=alarm.source, name=alarm.acted_by_name)
    if not alarm.is_late:
        tell_elder(work, alarm, CALLED)
    ringing.ring(work, alarm, queries.ladder(work))
    return alarm


def _repeat(
    work: UnitOfWork,
    alarm: CareAlarm,
    source: AlarmSource,
    said: str | None,
    acted_by: ActedBy | None,
    *,
    late: bool,
) -> CareAlarm:
    """Note that help was called once more; who has answered is told, and what only rang the workers rings everybody."""
    alarm.repeats += 1
    in_person = None if work.actor.resident_id == alarm.elder_id else work.actor.display_name or None
    name = acted_by.name if acted_by is not None else in_person
    note(work, alarm, AlarmEventKind.REPEATED, source=source, name=name, said=said)
    if alarm.status is AlarmStatus.ACKNOWLEDGED:
        _tell_who_answered(work, alarm)
    elif alarm.is_late and not late:
        alarm.is_late = False
        ringing.ring_from_the_start(work, alarm)
        ringing.ring(work, alarm, queries.ladder(work))
    return alarm


def _tell_who_answered(work: UnitOfWork, alarm: CareAlarm) -> None:
    """At once, and then no more often than alarms ring again: a stuck button must not drown what else is told."""
    pause = timedelta(minutes=work.house.settings.care_alarm_repeat_minutes)
    told_at = alarm.repeat_told_at
    if alarm.acknowledged_by is None or (told_at is not None and work.now < told_at + pause):
        return
    alarm.repeat_told_at = work.now
    tell_all(work, alarm, [alarm.acknowledged_by], REPEATED)


def _who_raises(work: UnitOfWork, elder_id: UUID) -> ActedBy | None:
    """As `act_for`, with emergencies in hand as good as care."""
    first, second = permissions.FUNCTIONS
    try:
        return residents_actions.act_for(work, elder_id, care.PROXY_SCOPE, first)
    except OutOfScope:
        return residents_actions.act_for(work, elder_id, care.PROXY_SCOPE, second)


def _serving_operator(work: UnitOfWork, elder_id: UUID) -> UUID | None:
    """The actor's operator that the elder has turned to, if the actor works for one."""
    operators = work.actor.served_organisations()
    if not operators:
        return None
    rows = requests.standing_requests(work, [elder_id])
    theirs = (row.organisation_id for row in rows if row.status in _SERVED)
    return next((each for each in theirs if each in operators), None)
