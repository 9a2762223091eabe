"""Keeping facilities, making and ending contracts, setting prices, and warning of ends."""

from service.elderly_care.providers.actions.contracts import change_contract, end_contract, make_contract
from service.elderly_care.providers.actions.facilities import add_facility, change_facility
from service.elderly_care.providers.actions.prices import set_price
from service.elderly_care.providers.actions.warnings import warn_of_ends

__all__ = [
    "add_facility",
    "change_contract",
    "change_facility",
    "end_contract",
    "make_contract",
    "set_price",
    "warn_of_ends",
]
