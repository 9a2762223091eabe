"""Alarms and their ladder over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.alarms import actions, queries
from service.elderly_care.alarms.errors import ElderHasNoPlace, LadderNeedsSteps
from service.elderly_care.alarms.queries import AlarmFigures, ShownAlarm
from service.elderly_care.alarms.rules import AlarmSource
from service.elderly_care.alarms.schemas import (
    AlarmClosingSchema,
    AlarmFiguresArgumentsSchema,
    AlarmFiguresSchema,
    AlarmLadderSchema,
    CareAlarmCourseSchema,
    CareAlarmFilterSchema,
    CareAlarmSchema,
    NewCareAlarmSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.limits import limit_apart
from service.kit.pages import Page
from service.kit.work import UnitOfWork

care_alarms = Blueprint(
    "care_alarms", url_prefix="/care/alarms", description="紧急呼叫: who needs help now, and who answers."
)
alarm_steps = Blueprint(
    "care_alarm_steps", url_prefix="/care/alarm-steps", description="响铃梯度: whom alarms ring when."
)


@care_alarms.get()
@care_alarms.paged(CareAlarmSchema, CareAlarmFilterSchema)
def list_care_alarms(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownAlarm]:
    """List alarms, the newest first: one's own, those of one's place, or those one's operator has raised."""
    return actions.read_list(work, **wanted)


@care_alarms.post()
@care_alarms.arguments(NewCareAlarmSchema)
@care_alarms.response(201, CareAlarmCourseSchema)
@care_alarms.fails(NotFound, OutOfScope, ElderHasNoPlace)
@limit_apart()
def raise_care_alarm(work: UnitOfWork, wanted: dict[str, Any]) -> ShownAlarm:
    """Call for help; while an alarm of this kind stands for the elder, that one is answered and counts a repeat.

    As the elder, their proxy, staff of their place, or their operator's people who take a call. A neighbour calls one of
    these, who raises it with the source `bystander`: to no other resident an elder's id is told. It is counted apart
    from everything else that this account asks for, so that nothing else can be in its way.
    """
    source = AlarmSource(wanted.pop("source"))
    return actions.read(work, actions.report(work, source=source, **wanted))


@care_alarms.get("/figures")
@care_alarms.arguments(AlarmFiguresArgumentsSchema, location="query")
@care_alarms.response(200, AlarmFiguresSchema)
@care_alarms.fails(NotFound, OutOfScope)
def count_care_alarms(work: UnitOfWork, wanted: dict[str, Any]) -> AlarmFigures:
    """Count alarms by kind and outcome: exactly for who serves the place, else with small figures hidden."""
    return queries.figures(work, **wanted)


@care_alarms.get("/<uuid:alarm_id>")
@care_alarms.response(200, CareAlarmCourseSchema)
def get_care_alarm(work: UnitOfWork, alarm_id: UUID) -> ShownAlarm:
    """Read an alarm with its course: what was said, who was rung, who answered, what came of it."""
    return actions.read(work, queries.readable(work, alarm_id))


@care_alarms.post("/<uuid:alarm_id>/acknowledge")
@care_alarms.response(200, CareAlarmCourseSchema)
@care_alarms.fails(WrongState, OutOfScope)
def acknowledge_care_alarm(work: UnitOfWork, alarm_id: UUID) -> ShownAlarm:
    """Answer an alarm: it stops ringing, and all who were rung hear who has it."""
    alarm = queries.readable(work, alarm_id, to_change=True)
    return actions.read(work, actions.acknowledge(work, alarm))


@care_alarms.post("/<uuid:alarm_id>/close")
@care_alarms.arguments(AlarmClosingSchema)
@care_alarms.response(200, CareAlarmCourseSchema)
@care_alarms.fails(WrongState, OutOfScope)
def close_care_alarm(work: UnitOfWork, wanted: dict[str, Any], alarm_id: UUID) -> ShownAlarm:
    """Close an alarm with what came of it; who closes one that still rings has answered it too."""
    alarm = queries.readable(work, alarm_id, to_change=True)
    return actions.read(work, actions.close(work, alarm, **wanted))


@alarm_steps.get()
@alarm_steps.response(200, AlarmLadderSchema)
def get_alarm_steps(work: UnitOfWork) -> dict[str, Any]:
    """Read whom alarms ring after how many minutes, as staff."""
    work.require(work.actor.is_staff)
    return {"steps": queries.ladder(work)}


@alarm_steps.put()
@alarm_steps.arguments(AlarmLadderSchema)
@alarm_steps.response(200, AlarmLadderSchema)
@alarm_steps.fails(LadderNeedsSteps)
def change_alarm_steps(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Set anew whom alarms ring when, as staff of the district who have care in hand.

    What rings now goes on by it from its next step.
    """
    return {"steps": actions.change_ladder(work, wanted["steps"])}
