"""Who acted for whom: the one way to keep and to show that somebody else did something for a resident."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Table as TableInDatabase
from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from service.kit import fields
from service.kit.actor import Actor
from service.kit.database import Table
from service.kit.fields import Schema

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


class ActingAs(StrEnum):
    """In which capacity somebody acts for a resident; as a member only where an organisation receives people."""

    PROXY = "proxy"
    STAFF = "staff"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class ActedBy:
    """Who acted for somebody else; nobody (None) when the resident acted in person."""

    account_id: UUID
    name: str
    acting_as: ActingAs


def by_proxy(account_id: UUID, name: str) -> ActedBy:
    """A proxy of this name, who acts for the resident."""
    return ActedBy(account_id, name, ActingAs.PROXY)


def by_staff(actor: Actor) -> ActedBy | None:
    """The actor as staff who act for somebody; nobody where the service itself does, by the clock."""
    return ActedBy(actor.account_id, actor.display_name, ActingAs.STAFF) if actor.account_id else None


def by_member(actor: Actor, organisation: str) -> ActedBy | None:
    """The actor as a member who acts for somebody in the name of an organisation: a neighbour, whose own name is not told."""
    return ActedBy(actor.account_id, organisation, ActingAs.MEMBER) if actor.account_id else None


class ActedByColumns:
    """Columns of a row that another may have made for the resident; all empty when nobody did."""

    acted_by_account_id: Mapped[UUID | None] = mapped_column(sort_order=80)
    acted_by_name: Mapped[str | None] = mapped_column(sort_order=81)
    acted_by_as: Mapped[ActingAs | None] = mapped_column(sort_order=82)

    @property
    def acted_by(self) -> ActedBy | None:
        return acting_of(self)


def acted_by_columns(acted_by: ActedBy | None, where: str = "acted_by") -> dict[str, Any]:
    """The values of ActedByColumns, or of such columns of another name (`withdrawn_by`)."""
    return {
        f"{where}_account_id": acted_by.account_id if acted_by else None,
        f"{where}_name": acted_by.name if acted_by else None,
        f"{where}_as": acted_by.acting_as if acted_by else None,
    }


def show_acting(row: Any, acted_by: ActedBy | None, where: str = "acted_by") -> None:
    """Let a row show who acted for the resident last; what the resident does in person leaves it as it is."""
    if acted_by is not None:
        for name, value in acted_by_columns(acted_by, where).items():
            setattr(row, name, value)


def acting_of(row: Any, where: str = "acted_by") -> ActedBy | None:
    """Who acted for the resident, by the columns of this name."""
    account_id, acting_as = getattr(row, f"{where}_account_id"), getattr(row, f"{where}_as")
    if account_id is None or acting_as is None:
        return None
    return ActedBy(account_id, getattr(row, f"{where}_name") or "", ActingAs(acting_as))


def forget_names(work: "UnitOfWork", account_ids: Collection[UUID]) -> None:
    """Take the name of who acted by these accounts out of every table that keeps it; that somebody acted stays."""
    work.session.flush()
    for table in Table.metadata.sorted_tables:
        for where in _places(table):
            theirs = table.c[f"{where}_account_id"].in_(account_ids)
            work.session.execute(update(table).where(theirs).values({f"{where}_name": None}))


def _places(table: TableInDatabase) -> list[str]:
    """By which names a table keeps who acted: `acted_by`, `withdrawn_by`."""
    wheres = [name.removesuffix("_as") for name in table.c.keys() if name.endswith("_by_as")]  # noqa: SIM118
    return [where for where in wheres if {f"{where}_account_id", f"{where}_name"} <= set(table.c.keys())]


class ActedBySchema(Schema):
    """Who did this for the resident; null when the resident did it in person. A member has their organisation's name."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "王芳"})
    acting_as = fields.Enum(ActingAs, required=True)
