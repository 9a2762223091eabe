"""Telephone and ID numbers: brought into one form, or refused with what the mistake seems to be."""

import re
import unicodedata
from datetime import date, datetime

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import numdb
from stdnum.cn import ric

from service.residents.errors import BadIdNumber, BadPhone
from service.residents.people.errors import (
    IdNumberInPhone,
    IdNumberRounded,
    ImpossibleBirthInIdNumber,
    OldIdNumber,
    PhoneInIdNumber,
    SeveralPhones,
    UnknownIdRegion,
    WrongCheckDigit,
)
from service.residents.people.rules.facts import Sex

_PERSONAL = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
# What people and keyboards put where the last character of an ID number is ten.
_TENS = dict.fromkeys(map(ord, "×хХχΧ✕✗"), "X")
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()-]*")
_BETWEEN_PHONES = re.compile(r"[/、,;|]|\s{2,}")
_SEPARATORS = re.compile(r"[\s'’.-]")
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_ID_NUMBER = re.compile(r"[1-9][0-9]{14}")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?1[0-9]", re.IGNORECASE)
# A spreadsheet's number that was meant to be text.
_DECIMALS = re.compile(r"\.0+$")


def normal_phone(typed: str, *, field: str = "phone") -> str:
    """A Chinese mobile or landline number in E.164. Raises BadPhone or what it seems to be instead."""
    number = _DECIMALS.sub("", _plain(typed))
    if _looks_like_id_number(number):
        raise IdNumberInPhone(field=field)
    parts = [part for part in _BETWEEN_PHONES.split(number) if part.strip()]
    if len(parts) > 1 and all(map(_phone, parts)):
        raise SeveralPhones(field=field)
    phone = _phone(number)
    if phone is None:
        raise BadPhone(field=field)
    return phone


def normal_id_number(typed: str, *, field: str = "id_number") -> str:
    """The 18 characters of a resident ID number (GB 11643) with a capital X. Raises BadIdNumber or a finer one.

    The county's code only has to have existed at some time: numbers were first given in 1984, by where people
    then lived, so an elder's birth is older than the county (which `ric.validate` takes for an error).
    """
    plain = _plain(typed)
    number = _SEPARATORS.sub("", plain).translate(_TENS).upper()
    if not _ID_NUMBER.fullmatch(number):
        raise _what_it_seems(plain, number)(field=field)
    if birth_date_in(number) is None:
        raise ImpossibleBirthInIdNumber(field=field)
    if number[-1] != ric.calc_check_digit(number):
        raise WrongCheckDigit(field=field)
    if not any("county" in names for _, names in numdb.get("cn/loc").info(number[:6])):
        raise UnknownIdRegion(field=field)
    return number


def birth_date_in(id_number: str) -> date | None:
    """The birth date in a resident ID number, None where there is no such day."""
    try:
        born = datetime.strptime(id_number[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return born if 1800 <= born.year < 2100 else None


def sex_in(id_number: str) -> Sex:
    """The sex that the seventeenth digit of a resident ID number says."""
    return Sex.MALE if int(id_number[16]) % 2 else Sex.FEMALE


def _plain(typed: str) -> str:
    """Full-width characters as common ones, and nothing that is not seen."""
    text = unicodedata.normalize("NFKC", typed).translate(_DASHES)
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip()


def _phone(text: str) -> str | None:
    if not _PHONE.fullmatch(text.strip()):
        return None
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    reaches_a_person = phonenumbers.number_type(number) in _PERSONAL
    if number.country_code != 86 or number.extension or not reaches_a_person:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _looks_like_id_number(text: str) -> bool:
    number = _SEPARATORS.sub("", text).translate(_TENS).upper()
    return bool(_ID_NUMBER.fullmatch(number)) and birth_date_in(number) is not None


def _what_it_seems(plain: str, number: str) -> type[BadIdNumber]:
    if _ROUNDED.fullmatch(plain):
        return IdNumberRounded
    if _OLD_ID_NUMBER.fullmatch(number):
        return OldIdNumber
    return PhoneInIdNumber if _phone(plain) else BadIdNumber
