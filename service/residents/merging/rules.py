"""Which of two records says what of the person they are merged into."""

from collections.abc import Mapping
from datetime import datetime
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


class Weight(NamedTuple):
    """What makes one of two records the better one."""

    status: ResidentStatus
    since: datetime


TOO_LATE = Text("可以撤销的期限已过。", "The time in which it could be undone is over.")
NEWER_FIRST = Text(
    "此后又合并过这份档案，请先撤销较新的合并。",
    "The record was merged again since; undo the newer merge first.",
)
DIED_SINCE = Text(
    "此后登记了去世或迁出，请先更正。", "A death or a departure was noted since; set that right first."
)
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
