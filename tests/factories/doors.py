"""Doors of elders in one line."""

from datetime import datetime

from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import DEVICE_SECRET_BYTES, PlaceSource, SecretKind
from service.elderly_care.rules import Point
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import accounts, regions

# 招宝山街道, Zhenhai.
HOME = Point(29.953, 121.716)


def door(work: UnitOfWork, elder: Resident, place: Point | None = HOME, *, allowance_m: int = 0) -> Door:
    """An elder's door, found by a worker who stood before it."""
    door_id = work.new_id()
    made = Door(
        id=door_id,
        elder_id=elder.id,
        place_sealed=work.house.cipher.encrypt(place.written(), bound_to=f"care_doors.place:{door_id}")
        if place
        else None,
        source=PlaceSource.WORKER_ON_SITE if place else None,
        allowance_m=allowance_m,
        placed_at=work.now if place else None,
        changed_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def secret(
    work: UnitOfWork,
    at: Door,
    kind: SecretKind = SecretKind.DEVICE,
    *,
    given_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> str:
    """What the codes of a device, or of a sheet, at a door are made of."""
    secret_id, made = work.new_id(), work.house.randomness.token(DEVICE_SECRET_BYTES)
    work.session.add(
        DoorSecret(
            id=secret_id,
            door_id=at.id,
            kind=kind,
            secret_sealed=work.house.cipher.encrypt(made, bound_to=f"care_door_secrets.secret:{secret_id}"),
            given_by=accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY).id,
            given_at=given_at or work.now,
            ended_at=ended_at,
        )
    )
    work.session.flush()
    return made
