"""Copies and erasures of residents' data."""

from service.residents.privacy.actions.copying import (
    ask_for_copy,
    ask_for_own_copy,
    drop_copies,
    link_secret,
    make_copy,
    open_copy,
)
from service.residents.privacy.actions.erasing import erase, erase_myself, forget_erasures
from service.residents.privacy.actions.visiting import show_for_a_visit

__all__ = [
    "ask_for_copy",
    "ask_for_own_copy",
    "drop_copies",
    "erase",
    "erase_myself",
    "forget_erasures",
    "link_secret",
    "make_copy",
    "open_copy",
    "show_for_a_visit",
]
