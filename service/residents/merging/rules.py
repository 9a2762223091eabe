"""Which of two records says what of the person they are merged into."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from service.kit.texts import Text, Worded
from service.residents.merging.errors import OneHasDied
from service.residents.rules import ResidentStatus


class DuplicateReason(StrEnum):
    """Why two records may be one person."""

    SAME_ID_NUMBER = "same_id_number"
    SAME_NAME_AND_PHONE = "same_name_and_phone"
    SAME_NAME_PHONE_AND_HOME = "same_name_phone_and_home"
    SAME_NAME_AND_HOME = "same_name_and_home"


class DuplicateSource(StrEnum):
    """Who noticed it."""

    REGISTER = "register"
    IMPORT = "import"


class DuplicateState(Worded):
    """What became of two records that may be one person."""

    OPEN = "open", "待处理", "open"
    MERGED = "merged", "已合并", "merged"
    DISMISSED = "dismissed", "不是同一人", "dismissed"


class MergeStatus(Worded):
    """Whether a merge holds."""

    STANDING = "standing", "有效", "standing"
    UNDONE = "undone", "已撤销", "undone"


class Which(StrEnum):
    """Which of the two records: `this` one stays, the `other` gives way."""

    THIS = "this"
    OTHER = "other"


class Part(StrEnum):
    """What is kept of one of the two as a whole."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    HOME = "home"
    DETAILS = "details"


class Span(NamedTuple):
    """Days from the first until before another; without that other, for good."""

    first: date
    before: date | None

    @property
    def is_empty(self) -> bool:
        return self.before is not None and self.before <= self.first


class Weight(NamedTuple):
    """What makes one of two records the better one."""

    status: ResidentStatus
    since: datetime


TOO_LATE = Text("可以撤销的期限已过。", "The time in which it could be undone is over.")
NEWER_FIRST = Text(
    "此后又合并过这份档案，请先撤销较新的合并。",
    "The record was merged again since; undo the newer merge first.",
)
DIED_SINCE = Text("此后登记了去世，请先更正。", "A death was noted since; set that right first.")
ERASED_SINCE = Text("撤销所需的内容已被删除。", "What undoing it would need was erased.")
CHANGED_SINCE = Text("此后的改动与撤销冲突：{what}。", "What was changed since stands in the way: {what}.")

_BEST_FIRST = (
    ResidentStatus.VERIFIED,
    ResidentStatus.PENDING,
    ResidentStatus.MOVED_AWAY,
    ResidentStatus.REJECTED,
    ResidentStatus.DECEASED,
)


def check_alive_alike(this: ResidentStatus, other: ResidentStatus) -> None:
    """Raise OneHasDied when only one of the two is on record as dead."""
    if (this is ResidentStatus.DECEASED) != (other is ResidentStatus.DECEASED):
        raise OneHasDied


def better(this: Weight, other: Weight) -> Which:
    """Whose word counts when nobody says: the verified one's, of two alike the newer one's."""
    ranks = _BEST_FIRST.index(this.status), _BEST_FIRST.index(other.status)
    if ranks[0] != ranks[1]:
        return Which.THIS if ranks[0] < ranks[1] else Which.OTHER
    return Which.THIS if this.since >= other.since else Which.OTHER


def chosen(
    part: Part, keep: Mapping[Part, Which], default: Which, *, this_has: bool, other_has: bool
) -> Which:
    """Which of the two says this part: the one that was named, else the better one, if it says anything."""
    if part in keep:
        return keep[part]
    if this_has != other_has:
        return Which.THIS if this_has else Which.OTHER
    return default


def left_of(span: Span, taken: Collection[Span]) -> Span:
    """The latest stretch of a span that none of the others has; an empty one at its beginning when nothing is left."""
    pieces = [span]
    for other in taken:
        pieces = [piece for each in pieces for piece in _without(each, other)]
    return max(pieces, default=Span(span.first, span.first), key=lambda piece: piece.first)


def _without(span: Span, other: Span) -> list[Span]:
    if other.is_empty or span.is_empty:
        return [] if span.is_empty else [span]
    begin = Span(span.first, min(other.first, span.before or date.max))
    end = None if other.before is None else Span(max(other.before, span.first), span.before)
    return [piece for piece in (begin, end) if piece is not None and not piece.is_empty]
