"""Claiming, moving and releasing a room's time on a real database."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from service.kit.work import UnitOfWork
from service.living_rooms.errors import RoomClosed, SlotTaken
from service.living_rooms.rooms.actions import claim_grains, hand_over_grains, move_grains, release_grains
from service.living_rooms.rooms.models import BookedGrain, Closure, LivingRoom
from service.living_rooms.rooms.queries import room_facts
from service.living_rooms.rooms.rules import grain_of
from tests.clock import StoppedClock
from tests.factories import living_rooms, regions, residents
