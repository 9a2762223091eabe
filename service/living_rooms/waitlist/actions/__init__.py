"""What is done with wishes: made and withdrawn by people, offered to and run out by the service, answered."""

from service.living_rooms.waitlist.actions.answers import accept_offer, decline_offer
from service.living_rooms.waitlist.actions.endings import lapse, lapse_wishes_of, take_back_offers
from service.living_rooms.waitlist.actions.offers import look_for_time, offer_time
from service.living_rooms.waitlist.actions.wishes import Wish, wait_for_time, withdraw_wish

__all__ = [
    "Wish",
    "accept_offer",
    "decline_offer",
    "lapse",
    "lapse_wishes_of",
    "look_for_time",
    "offer_time",
    "take_back_offers",
    "wait_for_time",
    "withdraw_wish",
]
