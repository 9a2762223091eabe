"""Alarms one by one and in pages, for who may see them; and what is due to ring."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from service.elderly_care import permissions as care
from service.elderly_care.alarms import permissions
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm, LadderStep
from service.elderly_care.alarms.rules import STANDING, AlarmKind, AlarmOutcome, AlarmStatus, Step
from service.kit.clock import at_local
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_ONE_DAY = timedelta(days=1)


def ladder(work: UnitOfWork) -> list[Step]:
    """The steps in their order."""
    rows = work.session.scalars(select(LadderStep).order_by(LadderStep.after_minutes, LadderStep.whom)).all()
    return [
        Step(minutes, tuple(row.whom for row in same))
        for minutes, same in groupby(rows, key=lambda row: row.after_minutes)
    ]


def alarms(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    status: AlarmStatus | None = None,
    region_code: str | None = None,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[CareAlarm]:
    """The alarms that the actor may see, the newest first; `from_` and `to` are days on which they were raised."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(CareAlarm.elder_id == elder_id)
    if status is not None:
        query = query.where(CareAlarm.status == status)
    if region_code is not None:
        query = query.where(CareAlarm.region_code.in_(regions.below([region_code])))
    if from_ is not None:
        query = query.where(CareAlarm.raised_at >= at_local(from_))
    if to is not None:
        query = query.where(CareAlarm.raised_at < at_local(to) + _ONE_DAY)
    return page(work, query, by=(CareAlarm.id,), cursor=cursor, limit=limit, descending=True)


def readable(work: UnitOfWork, alarm_id: UUID, *, to_change: bool = False) -> CareAlarm:
    """An alarm that the actor may see. Raises NotFound, Forbidden."""
    query = _within_reach(work).where(CareAlarm.id == alarm_id)
    if to_change:
        query = query.with_for_update(of=CareAlarm)
    return work.found(work.session.scalar(query, execution_options={"populate_existing": to_change}))


def standing_alarm(work: UnitOfWork, elder_id: UUID, kind: AlarmKind) -> CareAlarm | None:
    """The one alarm of this kind that stands for the elder, held until this transaction ends."""
    query = select(CareAlarm).where(
        CareAlarm.elder_id == elder_id, CareAlarm.kind == kind, CareAlarm.status.in_(STANDING)
    )
    return work.session.scalar(query.with_for_update(), execution_options={"populate_existing": True})


def standing_alarms(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[CareAlarm]:
    """What is not closed for these elders, in one statement."""
    query = select(CareAlarm).where(CareAlarm.elder_id.in_(elder_ids), CareAlarm.status.in_(STANDING))
    return work.session.scalars(query.order_by(CareAlarm.id)).all()


def due(work: UnitOfWork, limit: int) -> Sequence[CareAlarm]:
    """Alarms whose next step is due, the longest due first; those in others' hands are passed by."""
    query = select(CareAlarm).where(CareAlarm.next_step_at <= work.now, CareAlarm.status.in_(STANDING))
    batch = query.order_by(CareAlarm.next_step_at, CareAlarm.id).limit(limit)
    return work.session.scalars(batch.with_for_update(skip_locked=True)).all()


def rung_account_ids(work: UnitOfWork, alarm_id: UUID) -> list[UUID]:
    """Everybody who was rung for an alarm."""
    query = select(AlarmRing.account_id).where(AlarmRing.alarm_id == alarm_id).distinct()
    return list(work.session.scalars(query.order_by(AlarmRing.account_id)))


def is_rung(work: UnitOfWork, alarm_id: UUID, account_id: UUID) -> bool:
    """Whether this account was rung for an alarm."""
    query = select(AlarmRing.alarm_id).where(
        AlarmRing.alarm_id == alarm_id, AlarmRing.account_id == account_id
    )
    return work.session.scalar(query.limit(1)) is not None


def recent_false_alarms(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many false alarms of these elders were closed lately; who had none is not in the answer."""
    since = work.now - timedelta(days=work.house.settings.care_alarm_false_days)
    query = select(CareAlarm.elder_id, func.count()).where(
        CareAlarm.elder_id.in_(elder_ids),
        CareAlarm.outcome == AlarmOutcome.FALSE_ALARM,
        CareAlarm.closed_at >= since,
    )
    rows = work.session.execute(query.group_by(CareAlarm.elder_id))
    return {elder_id: count for elder_id, count in rows}  # noqa: C416 - rows, to mypy, are no pairs


def every_alarm_of(work: UnitOfWork, elder_id: UUID) -> Sequence[CareAlarm]:
    """All alarms about an elder, the oldest first."""
    query = select(CareAlarm).where(CareAlarm.elder_id == elder_id)
    return work.session.scalars(query.order_by(CareAlarm.id)).all()


def every_event_of(work: UnitOfWork, alarm_ids: Collection[UUID]) -> Sequence[AlarmEvent]:
    """What happened to these alarms, the first first."""
    query = select(AlarmEvent).where(AlarmEvent.alarm_id.in_(alarm_ids))
    return work.session.scalars(query.order_by(AlarmEvent.alarm_id, AlarmEvent.id)).all()


def _within_reach(work: UnitOfWork) -> Select[CareAlarm]:
    """One's own and those of whom one acts for; to staff those of their places, of their operator, or that rang them."""
    actor = work.actor
    if actor.account_id is None:
        raise Forbidden
    if actor.is_staff:
        tops = permissions.watched_regions(actor)
        operators = actor.served_organisations()
        if not tops and not operators:
            raise Forbidden
        planned = actor.served_organisations(care.PLANNERS)
        rung = select(AlarmRing.alarm_id).where(AlarmRing.account_id == actor.account_id)
        reach = [
            CareAlarm.id.in_(rung) & CareAlarm.status.in_(STANDING),
            CareAlarm.region_code.in_(regions.below(tops)),
            CareAlarm.organisation_id.in_(planned),
            (CareAlarm.raised_by == actor.account_id) & CareAlarm.organisation_id.in_(operators),
        ]
    else:
        elders = residents.elder_ids(work, actor.account_id, care.PROXY_SCOPE)
        own = [actor.resident_id] if actor.resident_id else []
        reach = [CareAlarm.elder_id.in_([*own, *elders])]
    return select(CareAlarm).where(or_(*reach))
