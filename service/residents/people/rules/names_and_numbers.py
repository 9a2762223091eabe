"""What a name, a telephone number and an ID number are, and how much of them is shown."""

import re
import unicodedata
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from service.residents.errors import BadIdNumber, BadName, BadPhone

LONGEST_NAME = 50
_MIDDLE_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e]")
_SEPARATORS = re.compile(r"[\s-]")
_ID_NUMBER = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]")
_PERSONAL = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
)
_JOINING = frozenset(" ·-'’.")
# Characters newer than this Python's tables (names use them first): planes 2 and 3 hold nothing but Han.
_HAN_PLANES = range(0x20000, 0x40000)


class Purpose(StrEnum):
    """Why somebody needs a telephone or ID number in full."""

    HOME_VISIT = "home_visit"
    IDENTITY_CHECK = "identity_check"
    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    STATUTORY = "statutory"
    SERVICE_CONTACT = "service_contact"
    SETTLEMENT_AUDIT = "settlement_audit"


def normal_name(typed: str, *, field: str = "name") -> str:
    """The name as kept: composed, trimmed, one kind of middle dot. Raises BadName."""
    name = unicodedata.normalize("NFC", _MIDDLE_DOTS.sub("·", typed).strip())
    fit = all(_is_letter(character) or character in _JOINING for character in name)
    if not fit or len(name) > LONGEST_NAME or not any(map(_is_letter, name)):
        raise BadName(field=field)
    return name


def normal_phone(typed: str, *, field: str = "phone") -> str:
    """A Chinese mobile or landline number in E.164. Raises BadPhone."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), "CN")
    except phonenumbers.NumberParseException as error:
        raise BadPhone(field=field) from error
    reaches_a_person = phonenumbers.number_type(number) in _PERSONAL
    if number.country_code != 86 or number.extension or not reaches_a_person:
        raise BadPhone(field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_id_number(typed: str, *, field: str = "id_number") -> str:
    """The 18 characters of a resident ID number (GB 11643) with a capital X. Raises BadIdNumber.

    The county's code only has to have existed at some time: numbers were first given in 1984, by where people
    then lived, so an elder's birth is older than the county (which `ric.validate` takes for an error).
    """
    number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not _ID_NUMBER.fullmatch(number) or number[-1] != ric.calc_check_digit(number):
        raise BadIdNumber(field=field)
    try:
        ric.get_birth_date(number)
    except ValidationError as error:
        raise BadIdNumber(field=field) from error
    if not any("county" in names for _, names in numdb.get("cn/loc").info(number[:6])):
        raise BadIdNumber(field=field)
    return number


def masked_phone(phone: str) -> str:
    """An E.164 number as it is shown: `138****1234`, `0574****1234`."""
    national = phone.removeprefix("+86")
    is_mobile = national.startswith("1") and len(national) == 11
    return _masked(national if is_mobile else f"0{national}", len(national) - 8 + (not is_mobile), 4)


def masked_id_number(id_number: str) -> str:
    """An ID number as it is shown: neither the region in full nor the birth date."""
    return _masked(id_number, 3, 4)


def masked_name(name: str) -> str:
    """A name as it is shown to who may not know the person: the first character."""
    return name[0] + "*" * max(len(name) - 1, 1)


def _masked(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or ord(character) in _HAN_PLANES
