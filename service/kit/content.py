"""What residents write and others can see: shown to others only once it has passed a check.

A table keeps the check of its text beside it. `messaging.content_checks` makes checks and tells how they end; which of
several outcomes holds is asked there, so that messages may come in any order.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from service.kit.actor import Actor
from service.kit.database import Table
from service.kit.texts import Worded

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


class ContentState(Worded):
    """Whether others may see a text."""

    CHECKING = "checking", "审核中", "being checked"
    PASSED = "passed", "已通过", "passed"
    BLOCKED = "blocked", "未通过", "not to be shown"


HAS_CHECK = "content_check_id IS NOT NULL"


class Scene(StrEnum):
    """Where a text is to be shown."""

    PROFILE = "profile"
    COMMENT = "comment"
    FORUM = "forum"
    JOURNAL = "journal"


class CheckedColumns:
    """The columns by which a table keeps whether others may see its text; both empty where that needs no check.

    The table adds an index of its own: `Index(None, "content_check_id", postgresql_where=HAS_CHECK)`.
    """

    content_state: Mapped[ContentState | None] = mapped_column(sort_order=80)

    @declared_attr
    def content_check_id(cls) -> Mapped[UUID | None]:  # noqa: N805 - a declared attribute takes the class
        # The check is written with the last statement of a unit of work, after its text.
        key = ForeignKey("content_checks.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED")
        return mapped_column(key, sort_order=81)


class Written(Protocol):
    """A text with its state, and which account wrote it."""

    @property
    def content_state(self) -> ContentState | None: ...
    @property
    def created_by(self) -> UUID | None: ...


def is_passed(state: ContentState | None) -> bool:
    """Whether everybody may see a text, because it has passed or needs no check."""
    return state in (None, ContentState.PASSED)


def is_shown_to(actor: Actor, written: Written) -> bool:
    """Whether the actor may read a text: what has not passed only its author and those who work here."""
    return (
        is_passed(written.content_state)
        or actor.is_staff
        or actor.is_system
        or (actor.account_id is not None and written.created_by == actor.account_id)
    )


def note_outcome(work: "UnitOfWork", model: type[Table], check_id: UUID, state: ContentState) -> None:
    """Keep how the check of a text has ended; a text that was changed meanwhile has another check."""
    columns: Any = model
    values: dict[str, Any] = {"content_state": state}
    if hasattr(model, "version"):
        values["version"] = columns.version + 1
    change = update(model).where(columns.content_check_id == check_id).values(**values)
    work.session.execute(change, execution_options={"synchronize_session": False})
