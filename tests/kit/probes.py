"""Routes that switch on what the kit offers, over things kept in memory, so that the kit is tested by itself."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from marshmallow import validate
from sqlalchemy import select

from service.kit import fields
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.api import Blueprint
from service.kit.audit import AuditEntry
from service.kit.errors import Forbidden, WrongState
from service.kit.fields import Schema
from service.kit.pages import Page, page
from service.kit.randomness import new_id
from service.kit.work import UnitOfWork

ADA = Actor(ActorKind.RESIDENT, account_id=UUID(int=1), display_name="Ada")
BEN = Actor(ActorKind.RESIDENT, account_id=UUID(int=2), display_name="Ben")
AUDITOR = Actor(ActorKind.STAFF, account_id=UUID(int=3), duties=(Duty(Role.AUDITOR),))
_ACTORS = {str(actor.account_id): actor for actor in (ADA, BEN, AUDITOR)}


@dataclass
class Probe:
    """A thing with a version."""

    label: str
    version: int = 1
    id: UUID = field(default_factory=new_id)
    made_at: datetime = datetime(2026, 3, 2, tzinfo=UTC)


kept: dict[UUID, Probe] = {}


class ProbeSchema(Schema):
    """A probe."""

    id = fields.UUID(required=True)
    label = fields.String(required=True)


class ProbeRequestSchema(Schema):
    """A probe to make."""

    label = fields.String(required=True, validate=validate.Length(min=1, max=40))
    starts_at = fields.Moment()
    parts = fields.List(fields.Nested(ProbeSchema))


probes = Blueprint("probes", url_prefix="/probes", description="Probes.")


def add_to(app: Flask) -> None:
    """Register the probes' routes beside the service's own."""
    api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    api.register_blueprint(probes)


def actor_of_claims(work: UnitOfWork, claims: dict[str, Any]) -> Actor:
    return _ACTORS[claims["sub"]]


@probes.get()
@probes.paged(ProbeSchema)
def list_probes(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Any]:
    """List what was noted about probes."""
    query = select(AuditEntry.id, AuditEntry.action.label("label"))
    return page(work, query, by=(AuditEntry.id,), scalars=False, **wanted)


@probes.post()
@probes.arguments(ProbeRequestSchema)
@probes.response(201, ProbeSchema)
def make_probe(work: UnitOfWork, wanted: dict[str, Any]) -> Probe:
    """Make a probe."""
    if wanted["label"] == "wrong state":
        raise WrongState(state="x")
    work.require(wanted["label"] != "forbidden", Forbidden)
    probe = Probe(wanted["label"])
    kept[probe.id] = probe
    return probe


@probes.get("/<uuid:probe_id>")
@probes.response(200, ProbeSchema)
def get_probe(work: UnitOfWork, probe_id: UUID) -> Probe:
    """Read a probe."""
    return work.found(kept.get(probe_id))


@probes.patch("/<uuid:probe_id>")
@probes.arguments(ProbeRequestSchema)
@probes.response(200, ProbeSchema)
def change_probe(work: UnitOfWork, changes: dict[str, Any], probe_id: UUID) -> Probe:
    """Change a probe."""
    probe = work.found(kept.get(probe_id))
    work.expect(probe)
    probe.label = changes["label"]
    probe.version += 1
    return probe


@probes.delete("/<uuid:probe_id>")
@probes.response(204)
def delete_probe(work: UnitOfWork, probe_id: UUID) -> None:
    """Delete a probe without looking at its version: the kit must not let that pass."""
    del kept[probe_id]
