"""Saying where a door is."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.attributes import flag_modified

from service.elderly_care.doors import permissions, queries, rules
from service.elderly_care.doors.actions.reading import in_sight
from service.elderly_care.doors.models import Door
from service.elderly_care.doors.rules import CoordinateSystem, PlaceSource
from service.elderly_care.requests.errors import NotVerifiedElder
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents.queries import Standing


def place(
    work: UnitOfWork,
    elder_id: UUID,
    *,
    latitude: float,
    longitude: float,
    coordinate_system: CoordinateSystem,
    source: PlaceSource,
    allowance_m: int | None = None,
) -> Door:
    """Put on record where an elder's door is, in place of what was; without an allowance that stays as it was.

    Raises NotFound, OutOfScope, NotVerifiedElder.
    """
    elder = in_sight(work, elder_id)
    work.require(permissions.may_place(work.actor, elder.path), OutOfScope)
    row = door_to_change(work, elder)
    work.expect(row)
    found = rules.to_wgs84(latitude, longitude, coordinate_system)
    row.place_sealed = work.house.cipher.encrypt(found.written(), bound_to=f"care_doors.place:{row.id}")
    row.source = source
    row.placed_by, row.placed_at = work.actor.account_id, work.now
    if allowance_m is not None:
        row.allowance_m = allowance_m
    note_change(work, row)
    return row


def door_to_change(work: UnitOfWork, elder: Standing) -> Door:
    """The elder's door, begun where nothing is on record; others who change it wait. Raises NotVerifiedElder."""
    if not elder.is_verified:
        raise NotVerifiedElder
    begun = insert(Door).values(
        id=work.new_id(), elder_id=elder.resident_id, allowance_m=0, changed_at=work.now, version=1
    )
    work.session.execute(begun.on_conflict_do_nothing(index_elements=["elder_id"]))
    return work.found(queries.door_of(work, elder.resident_id, to_change=True))


def note_change(work: UnitOfWork, row: Door) -> None:
    """Let the door be another version, also where only what hangs there has changed."""
    row.changed_at = work.now
    flag_modified(row, "changed_at")
