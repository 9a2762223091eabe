"""What each domain holds about a person, declared where it is held: in the domain's `personal.py`.

Whoever prints a grid's walk, hands people their own data, or forgets a person asks here, and needs to know of no domain.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.kit.texts import Text

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that is under way for a resident: a booking to come, a request that waits."""

    resident_id: UUID
    what: Text
    at: datetime | None
    subject: UUID


@dataclass(frozen=True, slots=True)
class Kept:
    """What the law or the public purse does not let us forget, and why (PIPL Art. 47)."""

    what: Text
    because: Text


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of rows about a person: `name` is their place in a copy, `rows` are plain values.

    `words` are what people read above the values, by the values' names.
    """

    name: str
    title: Text
    rows: "Rows"
    words: Mapping[str, Text]


_USUAL_WORDS = {
    "name": Text("姓名", "Name"),
    "status": Text("状态", "State"),
    "reason": Text("原因", "Reason"),
    "purpose": Text("用途", "Purpose"),
    "starts_at": Text("开始", "From"),
    "ends_at": Text("结束", "To"),
    "acted_by": Text("办理人", "Done by"),
    "created_at": Text("时间", "Made at"),
    "given_at": Text("同意时间", "Given at"),
    "withdrawn_at": Text("撤回时间", "Withdrawn at"),
    "replaced_at": Text("被替换时间", "Replaced at"),
    "valid_until": Text("有效至", "Until"),
}

OpenMatters = Callable[["UnitOfWork", Collection[UUID]], Iterable[OpenMatter]]
Rows = Callable[["UnitOfWork", UUID], Iterable[Mapping[str, Any]]]
Erasure = Callable[["UnitOfWork", UUID], Iterable[Kept]]

_open_matters: list[OpenMatters] = []
_holdings: list[Holding] = []
_erasures: list[Erasure] = []
_readings: dict[str, Text] = {}


def read_as(**words: Text) -> None:
    """Declare how a person reads in their access log what somebody did, by the audit trail's names of it."""
    _readings.update(words)


def reading_in_words(action: str) -> Text | None:
    """What a domain declared for this action of the audit trail, if any did."""
    return _readings.get(action)


def open_matters(find: OpenMatters) -> OpenMatters:
    """Declare how to find, in one statement, what is open for these residents."""
    _open_matters.append(find)
    return find


def copied(name: str, title: Text, /, **words: Text) -> Callable[[Rows], Rows]:
    """Declare rows about a resident that belong into the copy of their data (PIPL Art. 45).

    `words` say by the names of their values what people read above them; the most usual ones are known.
    """

    def register(rows: Rows) -> Rows:
        _holdings.append(Holding(name, title, rows, {**_USUAL_WORDS, **words}))
        return rows

    return register


def erased(erase: Erasure) -> Erasure:
    """Declare how to forget a resident (PIPL Art. 47); it answers what must be kept all the same."""
    _erasures.append(erase)
    return erase


def matters_open_for(work: "UnitOfWork", resident_ids: Collection[UUID]) -> list[OpenMatter]:
    """What is under way for these residents in every domain, by resident and time."""
    found = [matter for find in _open_matters for matter in find(work, resident_ids)]
    return sorted(
        found, key=lambda matter: (matter.resident_id, matter.at is not None, matter.at or work.now)
    )


def holdings() -> list[Holding]:
    """Every kind of rows that a copy holds, in the order of the domains."""
    return list(_holdings)


def erase_everywhere(work: "UnitOfWork", resident_id: UUID) -> list[Kept]:
    """Forget the resident in every domain, the last one first; what is kept, and why."""
    return [kept for erase in reversed(_erasures) for kept in erase(work, resident_id)]
