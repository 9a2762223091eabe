"""Questions about doors, for those who care for the elder."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from service.elderly_care.doors import rules
from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import (
    CodeVerdict,
    DoorFacts,
    HeldSecret,
    PlaceSource,
    PlaceVerdict,
    SecretKind,
)
from service.elderly_care.rules import Point
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownDoor:
    """A door as it is told: where it is and since when what hangs there; never a secret."""

    id: UUID
    version: int
    elder_id: UUID
    place: Point | None
    source: PlaceSource | None
    allowance_m: int
    placed_at: datetime | None
    device_given_at: datetime | None
    sheet_given_at: datetime | None


def door_of(work: UnitOfWork, elder_id: UUID, *, to_change: bool = False) -> Door | None:
    """What is on record of an elder's door; who reads it to change it waits for others who do."""
    query = select(Door).where(Door.elder_id == elder_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def door(work: UnitOfWork, elder_id: UUID, *, with_secrets: bool = True) -> DoorFacts | None:
    """What is known of an elder's door, in one statement: for rules, never to be told.

    With the secrets of all that hangs or hung there, which are needed where a code was told.
    """
    return door_with_next(work, elder_id, with_secrets=with_secrets)()


def door_with_next(
    work: UnitOfWork, elder_id: UUID, *, with_secrets: bool = True
) -> Callable[[], DoorFacts | None]:
    """The same, asked together with what this unit of work asks next; call it for the facts."""
    waiting = _DOOR.with_next(work, elder_id=elder_id)
    return lambda: _facts(work, elder_id, waiting.answer.fetchall(), with_secrets=with_secrets)


def _facts(work: UnitOfWork, elder_id: UUID, rows: Sequence[Any], *, with_secrets: bool) -> DoorFacts | None:
    if not rows:
        return None
    row = rows[0]
    place = None if row.place_sealed is None else _opened(work, row.id, row.place_sealed)
    held = [each for each in rows if with_secrets and each.secret_id is not None]
    return DoorFacts(row.id, elder_id, place, row.allowance_m, [_held(work, each) for each in held])


def doors(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, DoorFacts]:
    """The same of all these elders, with secrets, in two statements; of whom nothing is on record is not in the answer."""
    rows = work.session.scalars(select(Door).where(Door.elder_id.in_(elder_ids))).all()
    held: dict[UUID, list[HeldSecret]] = {row.id: [] for row in rows}
    query = select(DoorSecret).where(DoorSecret.door_id.in_(held))
    newest_first = query.order_by(DoorSecret.given_at.desc(), DoorSecret.id.desc())
    for each in work.session.scalars(newest_first) if held else ():
        secret = HeldSecret(each.kind, secret_in(work, each), each.given_at, each.ended_at)
        held[each.door_id].append(secret)
    return {
        row.elder_id: DoorFacts(row.id, row.elder_id, place_in(work, row), row.allowance_m, held[row.id])
        for row in rows
    }


def places_of(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, Point]:
    """Where these elders live, of whom that is on record, in one statement."""
    query = select(Door.id, Door.elder_id, Door.place_sealed).where(
        Door.elder_id.in_(elder_ids), Door.place_sealed.is_not(None)
    )
    return {row.elder_id: _opened(work, row.id, row.place_sealed) for row in work.session.execute(query)}


def place_verdict(
    work: UnitOfWork, facts: DoorFacts | None, mark: Point | None, accuracy_m: float
) -> PlaceVerdict:
    """Whether a mark was made at this door, by the district's radius and the door's allowance."""
    if facts is None:
        return PlaceVerdict.UNKNOWN
    settings = work.house.settings
    return rules.place_verdict(
        facts.place,
        mark,
        accuracy_m=accuracy_m,
        radius_m=settings.care_radius_m + facts.allowance_m,
        accuracy_cap_m=settings.care_accuracy_cap_m,
    )


def code_verdict(work: UnitOfWork, facts: DoorFacts | None, code: str, at: datetime) -> CodeVerdict:
    """What at this door showed a code at that moment; who asks counts the tries, for six digits can be guessed."""
    steps = work.house.settings.care_code_tolerance_steps
    return rules.code_verdict(facts, code, at, tolerance_steps=steps)


def shown(work: UnitOfWork, row: Door) -> ShownDoor:
    """A door as it is told."""
    work.session.flush()
    given = {each.kind: each.given_at for each in standing_secrets(work, row.id)}
    return ShownDoor(
        id=row.id,
        version=row.version,
        elder_id=row.elder_id,
        place=place_in(work, row),
        source=row.source,
        allowance_m=row.allowance_m,
        placed_at=row.placed_at,
        device_given_at=given.get(SecretKind.DEVICE),
        sheet_given_at=given.get(SecretKind.SHEET),
    )


def standing_secrets(work: UnitOfWork, door_id: UUID) -> Iterable[DoorSecret]:
    """What hangs at a door now."""
    query = select(DoorSecret).where(DoorSecret.door_id == door_id, DoorSecret.ended_at.is_(None))
    return work.session.scalars(query).all()


def standing_secret(work: UnitOfWork, door_id: UUID, kind: SecretKind) -> DoorSecret | None:
    """The device, or the sheet, that hangs at a door now."""
    return next((each for each in standing_secrets(work, door_id) if each.kind is kind), None)


def place_in(work: UnitOfWork, row: Door) -> Point | None:
    """Where a door is."""
    return None if row.place_sealed is None else _opened(work, row.id, row.place_sealed)


def secret_in(work: UnitOfWork, row: DoorSecret) -> str:
    """What a device's or sheet's codes are made of."""
    return _secret(work, row.id, row.secret_sealed)


def _held(work: UnitOfWork, row: Any) -> HeldSecret:
    secret = _secret(work, row.secret_id, row.secret_sealed)
    return HeldSecret(SecretKind(row.kind), secret, row.given_at, row.ended_at)


def _secret(work: UnitOfWork, secret_id: UUID, sealed: bytes) -> str:
    return work.house.cipher.decrypt(sealed, bound_to=f"care_door_secrets.secret:{secret_id}")


def _opened(work: UnitOfWork, door_id: UUID, place_sealed: bytes) -> Point:
    return Point.read(work.house.cipher.decrypt(place_sealed, bound_to=f"care_doors.place:{door_id}"))


_DOOR = Prepared(
    select(
        Door.id,
        Door.place_sealed,
        Door.allowance_m,
        DoorSecret.id.label("secret_id"),
        DoorSecret.kind,
        DoorSecret.secret_sealed,
        DoorSecret.given_at,
        DoorSecret.ended_at,
    )
    .outerjoin(DoorSecret, DoorSecret.door_id == Door.id)
    .where(Door.elder_id == bindparam("elder_id"))
    .order_by(DoorSecret.given_at.desc(), DoorSecret.id.desc())
)
