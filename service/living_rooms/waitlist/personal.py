"""What the waiting list holds about a person: what is open, copied and erased, and how it takes part in merges."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.merging import Changes, Pair, merged, parted
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.waitlist import queries
from service.living_rooms.waitlist.actions import forgetting, merging
from service.living_rooms.waitlist.models import WaitlistEntry


@open_matters
def standing_wishes(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """Wishes that may still come true."""
    for row in queries.standing_wishes(work, resident_ids):
        words = row.status.words
        yield OpenMatter(
            row.resident_id,
            Text(f"候补会客厅（{words.zh}）", f"Waiting for a living room ({words.en})"),
            row.offered_starts_at or row.starts_at,
            row.id,
        )


@copied(
    "wishes",
    Text("会客厅候补", "What you waited for"),
    minutes=Text("分钟", "Minutes"),
    headcount=Text("人数", "People"),
)
def wishes(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every wish of the resident, the oldest first."""
    for wish in queries.every_wish_of(work, resident_id):
        yield {
            "starts_at": wish.starts_at,
            "ends_at": wish.ends_at,
            "minutes": wish.minutes,
            "headcount": wish.headcount,
            "status": wish.status,
            "acted_by": wish.acted_by_name,
            "created_at": wish.created_at,
        }


@erased
def forget_wishes(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """They wait for nothing any more."""
    forgetting.forget_person(work, resident_id)
    return ()


@merged(WaitlistEntry)
def wish_once(changes: Changes, pair: Pair) -> None:
    """Of two equal wishes one goes on."""
    merging.wish_once(changes, pair)


@parted
def part_wishes(work: UnitOfWork, pair: Pair) -> None:
    """A wish that came true after the merge is its booking's holder's."""
    merging.part_wishes(work, pair)
