"""Arranging visits, claiming the time they take, and what becomes of them."""

from service.elderly_care.visits.actions.arranging import Wish, arrange, change, move_status, swap, unassign
from service.elderly_care.visits.actions.rounds import assign_round

__all__ = [
    "Wish",
    "arrange",
    "assign_round",
    "change",
    "move_status",
    "swap",
    "unassign",
]
