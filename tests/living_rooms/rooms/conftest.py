"""Who asks for rooms, and what stands in them."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import BookingStatus, Purpose
from service.living_rooms.rooms.actions import claim_grains
from service.living_rooms.rooms.models import Closure, LivingRoom
from tests.client import ApiClient
from tests.factories import accounts, regions, residents


@pytest.fixture
def worker(app: Flask, work: UnitOfWork) -> ApiClient:
    """A worker of the community."""
    regions.tree(work)
    return accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))


@pytest.fixture
def dweller(app: Flask, work: UnitOfWork) -> ApiClient:
    """A verified resident of the community."""
    person = residents.resident(work)
    return accounts.client_of(app, work, accounts.resident_account(work, person.id))


def booked(
    work: UnitOfWork, room: LivingRoom, starts_at: datetime, ends_at: datetime, *, buffer_minutes: int = 0
) -> Booking:
    """A booking of nobody in particular, with its grains."""
    made = Booking(
        id=work.new_id(),
        living_room_id=room.id,
        region_code=room.region_code,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=Purpose.RECREATION,
        headcount=6,
        status=BookingStatus.CONFIRMED,
        counts_as_active=True,
        created_by=work.new_id(),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(made)
    claim_grains(work, room.id, starts_at, ends_at, buffer_minutes, booking_id=made.id)
    return made


def closed(work: UnitOfWork, room: LivingRoom, starts_at: datetime, ends_at: datetime) -> Closure:
    """A closure, announced to nobody."""
    made = Closure(
        id=work.new_id(),
        living_room_id=room.id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason="空调检修",
        closed_by=work.new_id(),
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def announced(work: UnitOfWork, name: str) -> list[dict[str, Any]]:
    """The bodies of the messages of this name in the outbox, the oldest first."""
    query = select(OutboxMessage.body).where(OutboxMessage.name == f"living_rooms.rooms.{name}")
    return list(work.session.scalars(query.order_by(OutboxMessage.id)))
