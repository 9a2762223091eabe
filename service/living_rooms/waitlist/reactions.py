"""What the waiting list does when time is freed or a room closes."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.messages import RoomClosed, TimeFreed
from service.living_rooms.waitlist import actions
from service.living_rooms.waitlist.messages import TimeToOffer


@on(TimeFreed)
def offer_freed_time(work: UnitOfWork, told: TimeFreed) -> None:
    """Offer freed time to the first in line whom it fits."""
    actions.offer_time(work, told.living_room_id, told.starts_at, told.ends_at)


@on(TimeToOffer)
def offer_more_time(work: UnitOfWork, told: TimeToOffer) -> None:
    """Offer what is left, or what a fresh wish may find."""
    actions.offer_time(work, told.living_room_id, told.starts_at, told.ends_at)


@on(RoomClosed)
def take_back_offers(work: UnitOfWork, told: RoomClosed) -> None:
    """Take back what was offered in the time of the closure."""
    actions.take_back_offers(work, told.living_room_id, told.starts_at, told.ends_at, told.reason)
