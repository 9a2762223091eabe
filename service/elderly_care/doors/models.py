"""Tables of doors: the place of a home and the secrets of what hangs there are sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.doors.rules import PlaceSource, SecretKind
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Door(Identified, Versioned, Table):
    """Where an elder lives (WGS-84), how that was found, and how many metres a tall building adds to the radius.

    It has an id of its own, to which what is sealed is bound and of which the sheet's codes are made: both hold when two
    records of the elder become one.
    """

    __tablename__ = "care_doors"
    __table_args__ = (
        CheckConstraint("allowance_m BETWEEN 0 AND 500", "allowance"),
        CheckConstraint("num_nulls(place_sealed, source, placed_at) IN (0, 3)", "placed"),
        Index(None, "placed_by", postgresql_where=text("placed_by IS NOT NULL")),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), unique=True)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    source: Mapped[PlaceSource | None]
    allowance_m: Mapped[int] = mapped_column(default=0)
    placed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    placed_at: Mapped[datetime | None]
    # Of the place, of a device or of a sheet; by it is told which of two doors of one elder stays.
    changed_at: Mapped[datetime]


sealed(Door, "place_sealed", "care_doors.place:{id}")


class DoorSecret(Identified, Table):
    """A device or a sheet at a door, one of each kind at a time; former ones prove what is sent late."""

    __tablename__ = "care_door_secrets"
    __table_args__ = (
        CheckConstraint("ended_at >= given_at", "stretch"),
        Index(
            "care_door_secrets_one_at_a_time_idx",
            "door_id",
            "kind",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "door_id", "given_at"),
        Index(None, "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
        Index(None, "given_by"),
    )

    door_id: Mapped[UUID] = mapped_column(ForeignKey("care_doors.id"))
    kind: Mapped[SecretKind]
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


sealed(DoorSecret, "secret_sealed", "care_door_secrets.secret:{id}")
