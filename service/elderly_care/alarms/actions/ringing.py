"""Ringing: step after step, each once, until somebody answers; then again if nobody closes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert

from service.accounts import queries as accounts
from service.elderly_care.alarms import permissions, queries, rules
from service.elderly_care.alarms.actions.noting import note, place_of, tell_all
from service.elderly_care.alarms.models import AlarmRing, CareAlarm
from service.elderly_care.alarms.rules import AlarmEventKind, AlarmStatus, Step, Whom
from service.elderly_care.alarms.texts import RINGS, RINGS_AGAIN
from service.elderly_care.permissions import PROXY_SCOPE
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

log = structlog.get_logger()

_BATCH = 200
_MOST_BATCHES = 20
_ROLES = {
    Whom.GRID_WORKER: Role.GRID_WORKER,
    Whom.COMMUNITY_WORKER: Role.COMMUNITY_WORKER,
    Whom.STREET: Role.STREET_STAFF,
    Whom.DISTRICT: Role.DISTRICT_STAFF,
}


def ring_due(work: UnitOfWork) -> None:
    """Ring every alarm whose next step is due; one that was acknowledged and not closed begins anew."""
    ladder = queries.ladder(work)
    for _ in range(_MOST_BATCHES):
        batch = queries.due(work, _BATCH)
        for alarm in batch:
            if alarm.status is AlarmStatus.ACKNOWLEDGED:
                _forget_answer(work, alarm)
            ring(work, alarm, ladder)
        work.session.flush()
        if len(batch) < _BATCH:
            return


def ring(work: UnitOfWork, alarm: CareAlarm, ladder: Sequence[Step]) -> None:
    """Ring all steps of an alarm that are due by now."""
    while alarm.next_step_at is not None and alarm.next_step_at <= work.now:
        _climb(work, alarm, ladder)


def ring_from_the_start(work: UnitOfWork, alarm: CareAlarm) -> None:
    """Let the ladder begin anew."""
    alarm.round += 1
    alarm.step, alarm.rings_from, alarm.next_step_at = None, work.now, work.now


def account_ids_at(
    work: UnitOfWork, whom: Whom, path: Sequence[str], elder_id: UUID | None = None
) -> Iterable[UUID]:
    """Whose accounts are meant by a step, for the place with this path."""
    if whom is Whom.CONTACTS:
        return residents.proxy_account_ids(work, elder_id, PROXY_SCOPE) if elder_id else []
    if whom is Whom.DUTY_DESK:
        return queries.on_duty(work, path)
    serving = (accounts.account_ids_serving(work, path, _ROLES[whom], each) for each in permissions.FUNCTIONS)
    return dict.fromkeys(account_id for found in serving for account_id in found)


def _climb(work: UnitOfWork, alarm: CareAlarm, ladder: Sequence[Step]) -> None:
    """Ring the next step; where it has nobody, the one after at once. Above the last, the last again."""
    repeat_at = work.now + timedelta(minutes=work.house.settings.care_alarm_repeat_minutes)
    reach = _reaching(work, alarm)
    coming = rules.steps_after(ladder, alarm.step, late=alarm.is_late)
    for step in coming:
        alarm.step = step.after_minutes
        if _ring_step(work, alarm, step, reach):
            alarm.next_step_at = rules.next_ring_at(
                ladder, alarm.step, alarm.rings_from, repeat_at, late=alarm.is_late
            )
            return
    alarm.next_step_at = repeat_at
    alarm.round += 1
    again = rules.downwards(ladder, alarm.step)
    if not any(_ring_step(work, alarm, step, reach) for step in again):
        log.warning("alarm_reaches_nobody", alarm=str(alarm.id), region=alarm.region_code)


def _forget_answer(work: UnitOfWork, alarm: CareAlarm) -> None:
    rules.check_move(alarm.status, AlarmStatus.RINGING)
    note(work, alarm, AlarmEventKind.FORGOTTEN, name=alarm.acknowledged_name)
    alarm.status = AlarmStatus.RINGING
    alarm.acknowledged_at = alarm.acknowledged_by = alarm.acknowledged_name = None
    alarm.is_late = False
    ring_from_the_start(work, alarm)


def _reaching(work: UnitOfWork, alarm: CareAlarm) -> Callable[[Whom], Iterable[UUID]]:
    path = regions.path_of(work, alarm.region_code)
    return lambda whom: account_ids_at(work, whom, path, alarm.elder_id)


def _ring_step(
    work: UnitOfWork, alarm: CareAlarm, step: Step, reach: Callable[[Whom], Iterable[UUID]]
) -> bool:
    """Ring all whom a step means, once in a round; whether there was anybody but, at first, who raised it."""
    meant = {account_id: whom for whom in reversed(step.whom) for account_id in reach(whom)}
    if alarm.round == 0 and alarm.raised_by is not None:
        meant.pop(alarm.raised_by, None)
    if not meant:
        return False
    rows = [
        {
            "alarm_id": alarm.id,
            "round": alarm.round,
            "step": step.after_minutes,
            "account_id": account_id,
            "whom": whom,
            "rung_at": work.now,
        }
        for account_id, whom in meant.items()
    ]
    rung = insert(AlarmRing).values(rows).on_conflict_do_nothing().returning(AlarmRing.account_id)
    _tell(work, alarm, work.session.scalars(rung).all())
    return True


def _tell(work: UnitOfWork, alarm: CareAlarm, account_ids: Sequence[UUID]) -> None:
    place = place_of(work, alarm.region_code)
    if alarm.round == 0:
        tell_all(work, alarm, account_ids, RINGS, place=place, source=alarm.source.words)
    else:
        tell_all(work, alarm, account_ids, RINGS_AGAIN, place=place, raised_at=alarm.raised_at)
