"""Rules of identities: when a login is fresh enough, who may come by which way, and how names are compared."""

import unicodedata
from datetime import datetime, timedelta

from service.accounts.identity import Door
from service.accounts.rules import AccountKind

# Who changes the ways into an account has shown within this time that the account is theirs.
FRESH = timedelta(minutes=10)
SMS = "sms"
_DOTS = str.maketrans(dict.fromkeys("•・‧⋅∙●．.", "·"))


def is_fresh(started_at: datetime, now: datetime) -> bool:
    """Whether a login began so short ago that nobody else can have picked up the device."""
    return now - started_at <= FRESH


def kind_at(door: Door) -> AccountKind:
    """Whose accounts a door leads to: 浙政钉 is for staff, all others are for residents."""
    return AccountKind.STAFF if door in (Door.ZHEZHENGDING, Door.ZHEZHENGDING_QR) else AccountKind.RESIDENT


def comparable_name(name: str) -> str:
    """A name as two registers would both write it: no blanks, one kind of dot, capitals all alike."""
    plain = unicodedata.normalize("NFKC", name.translate(_DOTS))
    return "".join(plain.split()).casefold()


def comparable_id_number(id_number: str) -> str:
    """The 18 characters, with a capital X."""
    return "".join(unicodedata.normalize("NFKC", id_number).split()).upper()


def hint_of(phone: str) -> str:
    """What of a telephone may be shown to tell it from another."""
    return phone[-2:]
