"""Rules of logins and duties: passwords, locks, lifetimes, which role stands where."""

import string
from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.accounts.errors import WeakPassword, WrongFunctions
from service.kit.actor import ADMINISTRATORS, Function, Role
from service.kit.errors import InvalidInput
from service.kit.texts import Text

# A login that is used all the time still ends after this.
LONGEST_LOGIN = timedelta(days=180)
PASSWORDS_REMEMBERED = 5
LONGEST_PASSWORD = 128
# Written in any case, kept and compared in lower case.
USERNAME = r"^[A-Za-z][A-Za-z0-9_.-]{2,31}$"
_SHORTEST_PASSWORD, _SHORTEST_OF_ADMINISTRATOR = 8, 10
_CHARACTER_CLASSES = 3


class AccountKind(StrEnum):
    """Whose account."""

    RESIDENT = "resident"
    STAFF = "staff"


class EndedBecause(StrEnum):
    """Why a login ended before its time."""

    LOGGED_OUT = "logged_out"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
    DISABLED = "disabled"
    IDENTITY_REMOVED = "identity_removed"


_ENDS_TOO_EARLY = Text("不能早于 valid_from。", "It can not be before valid_from.")
_EVERYTHING = frozenset(Function)
_CARE = frozenset({Function.CARE})

# The region levels at which a role can stand; roles not named here stand in no region.
LEVELS_OF_ROLE: dict[Role, frozenset[str]] = {
    Role.GRID_WORKER: frozenset({"grid", "community"}),
    Role.COMMUNITY_WORKER: frozenset({"community"}),
    Role.STREET_STAFF: frozenset({"street"}),
    Role.DISTRICT_STAFF: frozenset({"district"}),
    Role.ASSESSOR: frozenset({"district", "street", "community"}),
}
_FUNCTIONS_OF_ROLE: dict[Role, frozenset[Function]] = {
    Role.ASSESSOR: _CARE,
    Role.DISPATCHER: _CARE,
    Role.CAREGIVER: _CARE,
    Role.OPERATOR_MANAGER: frozenset({Function.CARE, Function.ROOMS}),
    **dict.fromkeys(ADMINISTRATORS, frozenset()),
}
# Streets and the district have an office for each matter; a community has one door for all.
_NAMED_FUNCTIONS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF})


def functions_of(role: Role, named: Collection[Function]) -> list[Function]:
    """The matters a duty holds in: those named, or all of the role's; raises WrongFunctions."""
    possible = _FUNCTIONS_OF_ROLE.get(role, _EVERYTHING)
    must_name = role in _NAMED_FUNCTIONS
    may_name_some = must_name or not named or set(named) == possible
    if not set(named) <= possible or (must_name and not named) or not may_name_some:
        expected = ", ".join(sorted(possible)) or "[]"
        raise WrongFunctions(field="functions", role=role.value, expected=expected)
    return sorted(set(named) or possible)


def check_days(valid_from: date, valid_until: date | None) -> None:
    """A duty does not end before it begins; raises InvalidInput."""
    if valid_until is not None and valid_until < valid_from:
        raise InvalidInput({"valid_until": _ENDS_TOO_EARLY})


def check_password(password: str, username: str, *, administrator: bool, field: str) -> None:
    """The policy of 等保 as auditors read it (handbook §6.2); raises WeakPassword."""
    shortest = _SHORTEST_OF_ADMINISTRATOR if administrator else _SHORTEST_PASSWORD
    classes = sum(any(belongs(each) for each in password) for belongs in _CLASSES)
    if len(password) < shortest or classes < _CHARACTER_CLASSES or username.lower() in password.lower():
        raise WeakPassword(field=field, length=shortest)


def login_ends(started_at: datetime, now: datetime, unused_for: timedelta) -> datetime:
    """When a login ends that is used now: after some days without use, and at the latest after LONGEST_LOGIN."""
    return min(now + unused_for, started_at + LONGEST_LOGIN)


def _is_symbol(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


_CLASSES = (
    lambda character: character in string.digits,
    str.islower,
    str.isupper,
    _is_symbol,
)
