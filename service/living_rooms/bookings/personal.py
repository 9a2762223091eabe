"""What bookings hold about a person: what is open for them, and how they take part in merges."""

from collections.abc import Collection, Iterable
from uuid import UUID

from service.kit.merging import Changes, Pair, merged, parted
from service.kit.personal import OpenMatter, open_matters
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries
from service.living_rooms.bookings.actions import merging
from service.living_rooms.bookings.models import BookingCounter


@open_matters
def bookings_to_come(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """Bookings that stand and are not over."""
    for row in queries.to_come(work, resident_ids):
        words = row.status.words
        yield OpenMatter(
            row.resident_id,
            Text(f"预约{row.room_name}（{words.zh}）", f"Booking of {row.room_name} ({words.en})"),
            row.starts_at,
            row.id,
        )


@merged(BookingCounter)
def add_counters(changes: Changes, pair: Pair) -> None:
    """What both have used is what the one has used."""
    merging.add_counters(changes, pair)


@parted
def part_bookings(work: UnitOfWork, pair: Pair) -> None:
    """Each has used what their bookings use now, and is answerable for those that they missed."""
    merging.split_counters(work, pair)
    merging.part_penalties(work, pair)
