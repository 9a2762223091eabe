"""Reading alarms and devices; what staff read about somebody is noted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from service.elderly_care.alarms import permissions, queries
from service.elderly_care.alarms.models import CareAlarm, CareDevice
from service.elderly_care.alarms.queries import ShownAlarm
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.consents import queries as consents


def read(work: UnitOfWork, alarm: CareAlarm) -> ShownAlarm:
    """One alarm with its course; an operator's people need the elder's consent, and see no one to call."""
    work.session.flush()
    actor, elder_id = work.actor, alarm.elder_id
    if not actor.is_staff:
        names = residents.names_for_care(work, [elder_id])
        course = queries.course(work, alarm, with_contacts=False)
        return queries.shown(work, alarm, names.get(elder_id), None, **course)
    work.audit("get_care_alarm", subject=alarm.id, region_code=alarm.region_code, people=[elder_id])
    if _answers(work, alarm):
        names = residents.names_for_care(work, [elder_id])
        false_alarms = queries.recent_false_alarms(work, [elder_id]).get(elder_id, 0)
        course = queries.course(work, alarm, with_contacts=True)
        return queries.shown(work, alarm, names.get(elder_id), false_alarms, **course)
    return _for_operator(work, alarm)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownAlarm]:
    """A page of alarms without their course, noted for whom staff read of."""
    found = queries.alarms(work, **wanted)
    people = sorted({alarm.elder_id for alarm in found.items})
    is_worker = work.actor.is_staff and _is_worker(work)
    names = (residents.names_for_care if is_worker or not work.actor.is_staff else residents.masked_names)(
        work, people
    )
    false_alarms = queries.recent_false_alarms(work, people) if is_worker else {}
    if people and work.actor.is_staff:
        work.audit("list_care_alarms", people=people)
    return Page(
        [
            queries.shown(
                work,
                alarm,
                names.get(alarm.elder_id),
                false_alarms.get(alarm.elder_id, 0) if is_worker else None,
            )
            for alarm in found.items
        ],
        found.next_cursor,
    )


def read_device(work: UnitOfWork, device: CareDevice) -> CareDevice:
    """One device, noted for whose home it is in."""
    _note_devices(work, "get_care_device", [device])
    return device


def read_devices(work: UnitOfWork, **wanted: Any) -> Page[CareDevice]:
    """A page of devices, noted for whose homes they are in."""
    found = queries.devices(work, **wanted)
    _note_devices(work, "list_care_devices", found.items)
    return found


def _note_devices(work: UnitOfWork, action: str, devices: Sequence[CareDevice]) -> None:
    people = sorted({device.elder_id for device in devices})
    if people and work.actor.is_staff:
        work.audit(action, people=people)


def _for_operator(work: UnitOfWork, alarm: CareAlarm) -> ShownAlarm:
    elder_id = alarm.elder_id
    if not _is_shared(work, elder_id):
        return queries.shown(work, alarm, residents.masked_names(work, [elder_id]).get(elder_id), None)
    course = queries.course(work, alarm, with_contacts=False) | {"rings": []}
    names = residents.names_for_care(work, [elder_id])
    return queries.shown(work, alarm, names.get(elder_id), None, **course)


def _answers(work: UnitOfWork, alarm: CareAlarm) -> bool:
    actor = work.actor
    if permissions.may_watch(actor, regions.path_of(work, alarm.region_code)):
        return True
    return actor.account_id is not None and queries.is_rung(work, alarm.id, actor.account_id)


def _is_worker(work: UnitOfWork) -> bool:
    """Whether all that the actor finds in a list is theirs to answer."""
    return bool(permissions.watched_regions(work.actor)) and not work.actor.served_organisations()


def _is_shared(work: UnitOfWork, elder_id: UUID) -> bool:
    return any(
        consents.may_share(work, elder_id, organisation_id)
        for organisation_id in work.actor.served_organisations()
    )
