"""What becomes of doors when two records of an elder become one."""

from sqlalchemy import select

from service.elderly_care.doors.models import Door, DoorSecret
from service.kit.merging import Changes, Pair


def one_door(changes: Changes, pair: Pair) -> None:
    """Of two doors the one stays of which the place is known, or that was changed last; with what hangs there."""
    both = select(Door).where(Door.elder_id.in_([pair.kept, pair.gone])).order_by(Door.id).with_for_update()
    rows = sorted(
        changes.work.session.scalars(both),
        key=lambda row: (row.place_sealed is not None, row.changed_at, row.id),
    )
    for row in rows[:-1]:
        changes.set_aside(DoorSecret, DoorSecret.door_id == row.id)
        changes.set_aside(Door, Door.id == row.id)
