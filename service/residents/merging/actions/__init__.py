"""Noting and dismissing possible duplicates, merging two records, and undoing it."""

from service.residents.merging.actions.duplicates import (
    dismiss,
    find_duplicates,
    find_duplicates_of,
    note_possible_duplicate,
)
from service.residents.merging.actions.erasing import forget_person
from service.residents.merging.actions.merges import merge
from service.residents.merging.actions.pairs import pass_on_pairs, take_pairs_back
from service.residents.merging.actions.undoing import forget_old_merges, undo

__all__ = [
    "dismiss",
    "find_duplicates",
    "find_duplicates_of",
    "forget_old_merges",
    "forget_person",
    "merge",
    "note_possible_duplicate",
    "pass_on_pairs",
    "take_pairs_back",
    "undo",
]
