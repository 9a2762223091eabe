"""The audit trail: who did or read what, when and from where; rows are only ever added."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, Uuid, insert
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.closing import at_the_end
from service.kit.database import Identified, Table
from service.kit.prepared import Prepared, json_text, table_of
from service.kit.randomness import new_id

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


class AuditEntry(Identified, Table):
    """One act or one sensitive read (等保: date, user, type, success); `people` are the residents whose data were read."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "account_id", "id"),
        Index(None, "subject", "id"),
        Index(None, "at"),
        Index(None, "people", postgresql_using="gin", postgresql_where="people IS NOT NULL"),
    )

    at: Mapped[datetime]
    account_id: Mapped[UUID | None]
    action: Mapped[str]
    subject: Mapped[str | None]
    region_code: Mapped[str | None]
    succeeded: Mapped[bool]
    request_id: Mapped[str]
    address: Mapped[str]
    facts: Mapped[dict[str, Any]]
    people: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))


def record(
    work: "UnitOfWork",
    action: str,
    *,
    subject: UUID | str | None = None,
    region_code: str | None = None,
    succeeded: bool = True,
    people: Collection[UUID] | None = None,
    **facts: Any,
) -> None:
    """Add one entry in this unit of work's transaction; `people` when residents' data were read: they may see it."""
    at_the_end(
        work,
        _INSERT,
        id=new_id(),
        at=work.now,
        account_id=work.actor.account_id,
        action=action,
        subject=str(subject) if subject is not None else None,
        region_code=region_code,
        succeeded=succeeded,
        request_id=work.request_id,
        address=work.address,
        facts=json_text(facts),
        people=list(people) if people else None,
    )


_INSERT = Prepared(insert(table_of(AuditEntry)))
