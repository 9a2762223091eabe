"""What the waiting list does when time is freed, a room closes, or a resident has gone."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.messages import RoomClosed, TimeFreed
from service.living_rooms.waitlist import actions
from service.living_rooms.waitlist.messages import TimeToOffer
from service.residents.messages import ResidentDied, ResidentMovedAway


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


@on(ResidentMovedAway)
def end_wishes_after_move(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """End what somebody waits for who lives elsewhere now."""
    actions.lapse_wishes_of(work, told.resident_id)


@on(ResidentDied)
def end_wishes_after_death(work: UnitOfWork, told: ResidentDied) -> None:
    """End what somebody waited for who has died."""
    actions.lapse_wishes_of(work, told.resident_id)
