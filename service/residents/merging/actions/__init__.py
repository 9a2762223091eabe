"""Noting and dismissing possible duplicates, merging two records, and undoing it."""

from service.residents.merging.actions.duplicates import (
    dismiss,
    find_duplicates,
    find_duplicates_of,
    note_possible_duplicate,
)

__all__ = [
    "dismiss",
    "find_duplicates",
    "find_duplicates_of",
    "note_possible_duplicate",
]
