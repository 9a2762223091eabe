"""Devices, for who may see them, and what they told."""

from collections.abc import Sequence
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import Select, select

from service.elderly_care import permissions as care
from service.elderly_care.alarms import permissions
from service.elderly_care.alarms.models import CareDevice, DeviceSignal
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.randomness import hash_of
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def devices(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    region_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[CareDevice]:
    """The devices in use that the actor may see, in the order in which they were added. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(CareDevice.elder_id == elder_id)
    if region_code is not None:
        query = query.where(CareDevice.region_code.in_(regions.below([region_code])))
    return page(work, query, by=(CareDevice.id,), cursor=cursor, limit=limit)


def device(work: UnitOfWork, device_id: UUID) -> CareDevice:
    """A device in use that the actor may see. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(_within_reach(work).where(CareDevice.id == device_id)))


def device_with_key(work: UnitOfWork, device_id: UUID, key: str) -> CareDevice | None:
    """The device in use, if this is its key."""
    found = work.session.scalar(_in_use(device_id))
    return found if found is not None and compare_digest(found.key_hash, hash_of(key)) else None


def held_device(work: UnitOfWork, device_id: UUID) -> CareDevice | None:
    """The device in use, held until this transaction ends, so that its signals come one after the other."""
    query = _in_use(device_id).with_for_update()
    return work.session.scalar(query, execution_options={"populate_existing": True})


def signal(work: UnitOfWork, device_id: UUID, event_id: str) -> DeviceSignal | None:
    """What the device told under this number."""
    query = select(DeviceSignal).where(DeviceSignal.device_id == device_id, DeviceSignal.event_id == event_id)
    return work.session.scalar(query)


def silent_devices(work: UnitOfWork, limit: int) -> Sequence[CareDevice]:
    """Devices not heard of for long, of which nobody was told yet; those in others' hands are passed by."""
    oldest = work.now - timedelta(hours=work.house.settings.care_device_silent_hours)
    query = select(CareDevice).where(
        CareDevice.removed_at.is_(None), CareDevice.heard_at < oldest, CareDevice.silent_told_at.is_(None)
    )
    batch = query.order_by(CareDevice.heard_at, CareDevice.id).limit(limit)
    return work.session.scalars(batch.with_for_update(skip_locked=True)).all()


def every_device_of(work: UnitOfWork, elder_id: UUID) -> Sequence[CareDevice]:
    """All devices an elder has or had, the oldest first."""
    query = select(CareDevice).where(CareDevice.elder_id == elder_id)
    return work.session.scalars(query.order_by(CareDevice.id)).all()


def _in_use(device_id: UUID) -> Select[CareDevice]:
    return select(CareDevice).where(CareDevice.id == device_id, CareDevice.removed_at.is_(None))


def _within_reach(work: UnitOfWork) -> Select[CareDevice]:
    actor = work.actor
    query = select(CareDevice).where(CareDevice.removed_at.is_(None))
    if actor.is_staff:
        tops = permissions.watched_regions(actor)
        if not tops:
            raise Forbidden
        return query.where(CareDevice.region_code.in_(regions.below(tops)))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, care.PROXY_SCOPE)
    return query.where(
        CareDevice.elder_id.in_([*elders, *([actor.resident_id] if actor.resident_id else [])])
    )
