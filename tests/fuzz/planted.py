"""The service with faults planted into it, to show that the fuzzer finds such; served only by `make fuzz ARGS=--plant`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from service import create_app
from service.kit import fields
from service.kit.api import Blueprint
from service.kit.fields import Schema
from service.kit.randomness import new_id
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import LivingRoom


class Depth(StrEnum):
    """How deep to look; the last is where the fault lies."""

    SHALLOW = "shallow"
    MIDDLE = "middle"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Plant:
    id: UUID


class PlantSchema(Schema):
    """A thing whose reading may go wrong."""

    id = fields.UUID(required=True)


class DepthSchema(Schema):
    """How deep to look."""

    depth = fields.Enum(Depth, required=True)


FAULTS = ("dig_up_plant", "plant_in_room")

plants = Blueprint("plants", url_prefix="/plants", description="Planted faults.")
_kept: dict[UUID, Plant] = {}


@plants.post()
@plants.response(201, PlantSchema)
def make_plant(work: UnitOfWork) -> Plant:
    """Make a plant."""
    made = Plant(new_id())
    _kept[made.id] = made
    return made


@plants.post("/<uuid:plant_id>/dig-up")
@plants.arguments(DepthSchema)
@plants.response(200, PlantSchema)
def dig_up_plant(work: UnitOfWork, wanted: dict[str, Any], plant_id: UUID) -> Plant:
    """Fail for a plant that exists, which only a link leads to."""
    found = work.found(_kept.get(plant_id))
    if wanted["depth"] is Depth.DEEP:
        raise RuntimeError("planted")
    return found


@plants.get("/rooms/<uuid:room_id>")
@plants.response(200, PlantSchema)
def plant_in_room(work: UnitOfWork, room_id: UUID) -> Plant:
    """Fail for a room that exists, which only a seeded id leads to."""
    work.found(work.session.get(LivingRoom, room_id))
    raise RuntimeError("planted")


app = create_app()
app.extensions["flask-smorest"]["apis"][""]["ext_obj"].register_blueprint(plants)
