"""Rules of one-time codes: how long, how often, and to which telephones."""

import re
import unicodedata
from datetime import timedelta

from service.accounts.codes.errors import BadMobile

DIGITS = 6
LASTS = timedelta(minutes=5)
TRIES = 5

_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")


def normal_mobile(typed: str, *, field: str = "phone") -> str:
    """A Chinese mobile number in E.164, however it was typed. Raises BadMobile."""
    found = _MOBILE.fullmatch(_SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)))
    if found is None:
        raise BadMobile(field=field)
    return f"+86{found[1]}"


def normal_code(typed: str) -> str:
    """The digits as they were sent: full-width ones and blanks between them are forgiven."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
