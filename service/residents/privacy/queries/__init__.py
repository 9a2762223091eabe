"""Questions of privacy: who looked, which copies there are, and what one visit needs."""

from service.residents.privacy.queries.copies import (
    ShownCopy,
    copy,
    copy_under_way,
    earlier_copies,
    every_copy_of,
    ids_kept_since_before,
    shown_copy,
    status_of,
)
from service.residents.privacy.queries.erasures import erasure_of, rejected_before
from service.residents.privacy.queries.readings import Reader, Reading, every_reading, readings
from service.residents.privacy.queries.visits import VisitContact, contact

__all__ = [
    "Reader",
    "Reading",
    "ShownCopy",
    "VisitContact",
    "contact",
    "copy",
    "copy_under_way",
    "earlier_copies",
    "erasure_of",
    "every_copy_of",
    "every_reading",
    "ids_kept_since_before",
    "readings",
    "rejected_before",
    "shown_copy",
    "status_of",
]
