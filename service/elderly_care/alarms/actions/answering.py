"""Answering an alarm, and closing it with what came of it."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from service.elderly_care.alarms import permissions, queries, rules
from service.elderly_care.alarms.actions.noting import note, seal, tell_all, tell_elder
from service.elderly_care.alarms.messages import AlarmClosed
from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.alarms.rules import AlarmEventKind, AlarmOutcome, AlarmStatus
from service.elderly_care.alarms.texts import CLOSED, COMING, TAKEN
from service.elderly_care.permissions import PROXY_SCOPE
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def acknowledge(work: UnitOfWork, alarm: CareAlarm) -> CareAlarm:
    """Take an alarm: it stops ringing, and all who were rung hear who has it. Raises OutOfScope, WrongState."""
    name = _answering_as(work, alarm)
    rules.check_move(alarm.status, AlarmStatus.ACKNOWLEDGED)
    _take(work, alarm, name)
    tell_all(work, alarm, _but_actor(work, queries.rung_account_ids(work, alarm.id)), TAKEN, by=name)
    tell_elder(work, alarm, COMING, by=name)
    return alarm


def close(work: UnitOfWork, alarm: CareAlarm, *, outcome: AlarmOutcome, note: str | None = None) -> CareAlarm:
    """Close an alarm with what came of it; who closes one that still rings has answered it. Raises OutOfScope, WrongState."""
    name = _answering_as(work, alarm)
    rules.check_move(alarm.status, AlarmStatus.CLOSED)
    if alarm.status is AlarmStatus.RINGING:
        _take(work, alarm, name)
    alarm.status, alarm.outcome, alarm.next_step_at = AlarmStatus.CLOSED, outcome, None
    alarm.closed_at, alarm.closed_by, alarm.closed_name = work.now, work.actor.account_id, name
    alarm.closing_note_sealed = seal(work, note, f"care_alarms.closing_note:{alarm.id}")
    _note_closing(work, alarm, name)
    work.announce(AlarmClosed(alarm_id=alarm.id, elder_id=alarm.elder_id, outcome=outcome))
    contacts = residents.proxy_account_ids(work, alarm.elder_id, PROXY_SCOPE)
    others = dict.fromkeys([*queries.rung_account_ids(work, alarm.id), *contacts])
    tell_all(work, alarm, _but_actor(work, others), CLOSED, outcome=outcome.words)
    return alarm


def _take(work: UnitOfWork, alarm: CareAlarm, name: str) -> None:
    forgotten = timedelta(minutes=work.house.settings.care_alarm_forgotten_minutes)
    alarm.status, alarm.next_step_at = AlarmStatus.ACKNOWLEDGED, work.now + forgotten
    alarm.acknowledged_at, alarm.acknowledged_by = work.now, work.actor.account_id
    alarm.acknowledged_name = name
    alarm.answered_at = alarm.answered_at or work.now
    note(work, alarm, AlarmEventKind.ACKNOWLEDGED, name=name)


def _note_closing(work: UnitOfWork, alarm: CareAlarm, name: str) -> None:
    note(work, alarm, AlarmEventKind.CLOSED, name=name)


def _answering_as(work: UnitOfWork, alarm: CareAlarm) -> str:
    """By which name the actor answers: a worker of the place, a proxy, or who was rung. Raises OutOfScope."""
    actor = work.actor
    if actor.account_id is None:
        raise OutOfScope
    proxy = residents.proxy_name(work, alarm.elder_id, actor.account_id, PROXY_SCOPE)
    if proxy is not None:
        return proxy
    watches = permissions.may_watch(actor, regions.path_of(work, alarm.region_code))
    work.require(watches or queries.is_rung(work, alarm.id, actor.account_id), OutOfScope)
    return actor.display_name


def _but_actor(work: UnitOfWork, account_ids: Iterable[UUID]) -> list[UUID]:
    return [account_id for account_id in account_ids if account_id != work.actor.account_id]
