"""The domain's rules: what a consent text is, which version is asked, and their wording."""

from service.residents.consents.rules.consenting import (
    NAMES_ORGANISATION,
    NOT_ASKED,
    ConsentPurpose,
    ConsentText,
    ConsentWay,
    current_texts,
    is_possible_way,
    oldest_that_holds,
)
from service.residents.consents.rules.wording import TEXTS

__all__ = [
    "NAMES_ORGANISATION",
    "NOT_ASKED",
    "TEXTS",
    "ConsentPurpose",
    "ConsentText",
    "ConsentWay",
    "current_texts",
    "is_possible_way",
    "oldest_that_holds",
]
