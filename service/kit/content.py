"""What residents write and others can see: shown to others only once it has passed a check.

A table keeps the check of its text beside it, and says with `checked` of what kind the text is. `messaging.content_checks`
makes checks and notes how they end.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid, update
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from service.kit.actor import Actor
from service.kit.database import Table, words_of
from service.kit.texts import Worded

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


class ContentState(Worded):
    """Whether others may see a text."""

    CHECKING = "checking", "审核中", "being checked"
    PASSED = "passed", "已通过", "passed"
    BLOCKED = "blocked", "未通过", "not to be shown"


HAS_CHECK = "content_check_id IS NOT NULL"
HAS_REASON_CHECK = "reason_check_id IS NOT NULL"


class Scene(StrEnum):
    """Where a text is to be shown."""

    PROFILE = "profile"
    COMMENT = "comment"
    FORUM = "forum"
    JOURNAL = "journal"


class Checked(NamedTuple):
    """What a text's own table keeps of its check; all empty where that needs none."""

    check_id: UUID | None = None
    state: ContentState | None = None
    by: UUID | None = None

    def columns(self, which: str = "content") -> dict[str, Any]:
        """The values of CheckedColumns, or of such columns of another name (`reason`)."""
        return {f"{which}_{name}": value for name, value in self._asdict().items()}


def keep_checked(row: Any, checked: Checked, which: str = "content") -> None:
    """Let a row keep the check of its text."""
    for name, value in checked.columns(which).items():
        setattr(row, name, value)


def _check_id() -> Mapped[UUID | None]:
    # The check is written with the last statement of a unit of work, after its text.
    key = ForeignKey("content_checks.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED")
    return mapped_column(key, sort_order=81)


class CheckedColumns:
    """The columns by which a table keeps whether others may see its text, and which account wrote that.

    All are empty where it needs no check. The table adds an index of its own:
    `Index(None, "content_check_id", postgresql_where=HAS_CHECK)`.
    """

    content_state: Mapped[ContentState | None] = mapped_column(sort_order=80)
    content_by: Mapped[UUID | None] = mapped_column(Uuid, sort_order=82)

    @declared_attr
    def content_check_id(cls) -> Mapped[UUID | None]:  # noqa: N805 - a declared attribute takes the class
        return _check_id()


class CheckedReasonColumns:
    """The same of a reason that stands in a table beside another text (`HAS_REASON_CHECK`)."""

    reason_state: Mapped[ContentState | None] = mapped_column(
        words_of(ContentState, "reason_state"), sort_order=83
    )
    reason_by: Mapped[UUID | None] = mapped_column(Uuid, sort_order=85)

    @declared_attr
    def reason_check_id(cls) -> Mapped[UUID | None]:  # noqa: N805 - a declared attribute takes the class
        return _check_id()


class ContentDesk(Protocol):
    """Takes in what residents write, for domains on which messaging builds; `submit` as in `messaging.content_checks`."""

    def submit(
        self, work: "UnitOfWork", *, kind: str, subject_id: UUID, text: str | None, region_code: str
    ) -> Checked: ...


def is_passed(state: ContentState | None) -> bool:
    """Whether everybody may see a text, because it has passed or needs no check."""
    return state in (None, ContentState.PASSED)


def is_shown_to(actor: Actor, state: ContentState | None, written_by: UUID | None) -> bool:
    """Whether the actor may read a text: what has not passed only its author and those who work here."""
    return (
        is_passed(state)
        or actor.is_staff
        or actor.is_system
        or (actor.account_id is not None and written_by == actor.account_id)
    )


class _Kept(NamedTuple):
    model: type[Table]
    which: str


_kept: dict[str, _Kept] = {}


def checked(model: type[Table], *kinds: str, which: str = "content") -> None:
    """Declare beside a table that it keeps the checks of texts of these kinds, in its columns of this name."""
    _kept.update(dict.fromkeys(kinds, _Kept(model, which)))


def note_outcome(work: "UnitOfWork", kind: str, check_id: UUID, state: ContentState) -> None:
    """Keep how the check of a text has ended; a text that was changed meanwhile has another check, or none at all."""
    if kind not in _kept:
        return
    model, which = _kept[kind]
    columns: Any = model
    values: dict[str, Any] = {f"{which}_state": state}
    if hasattr(model, "version"):
        values["version"] = columns.version + 1
    change = update(model).where(getattr(columns, f"{which}_check_id") == check_id).values(**values)
    work.session.execute(change, execution_options={"synchronize_session": False})
