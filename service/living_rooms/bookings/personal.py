"""What bookings hold about a person: what is open, what is copied and erased, and how they take part in merges."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.merging import Changes, Pair, held, merged, parted
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries
from service.living_rooms.bookings.actions import forgetting, merging
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


@copied(
    "bookings",
    Text("会客厅预约", "Bookings of living rooms"),
    room=Text("会客厅", "Room"),
    title=Text("主题", "Title"),
    headcount=Text("人数", "People"),
)
def bookings(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every booking of the resident, the oldest first."""
    for row in queries.every_booking_of(work, resident_id):
        yield row._asdict()


@copied(
    "no_shows",
    Text("爽约和申诉", "No-shows and appeals"),
    happened_at=Text("时间", "When"),
    expires_at=Text("计入至", "Counts until"),
    appeal_reason=Text("申诉理由", "Appeal"),
    appeal_answer=Text("答复", "Answer"),
)
def no_shows(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """When they did not come, and what they and the workers said of it."""
    for row in queries.every_no_show_of(work, resident_id):
        yield row._asdict()


@copied("suspensions", Text("暂停预约", "Suspensions"), lifted_at=Text("提前解除", "Lifted at"))
def suspensions(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """When they could not book."""
    for row in queries.every_suspension_of(work, resident_id):
        yield row._asdict()


@erased
def forget_bookings(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What is to come is cancelled; that a room was used stays, without a name."""
    forgetting.forget_person(work, resident_id)
    if queries.every_booking_of(work, resident_id):
        yield Kept(
            Text("会客厅的使用时间和人数，没有姓名", "When and by how many a room was used, without a name"),
            Text(
                "公共设施使用统计，已匿名化（《个人信息保护法》第四条）",
                "Figures of public rooms, made anonymous (PIPL Art. 4)",
            ),
        )


@held
def hold_counters(work: UnitOfWork, pair: Pair) -> None:
    """A booking takes its counters first, and meets its holder's record afterwards."""
    merging.counters_of(work, pair)


@merged(BookingCounter)
def add_counters(changes: Changes, pair: Pair) -> None:
    """What both have used is what the one has used."""
    merging.add_counters(changes, pair)


@parted
def part_bookings(work: UnitOfWork, pair: Pair) -> None:
    """Each has used what their bookings use now, and is answerable for those that they missed."""
    merging.split_counters(work, pair)
    merging.part_penalties(work, pair)
