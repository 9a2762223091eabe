"""How much of a name and of numbers is shown, and why somebody may need a number in full."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody needs a telephone or ID number in full."""

    HOME_VISIT = "home_visit"
    IDENTITY_CHECK = "identity_check"
    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    STATUTORY = "statutory"
    SERVICE_CONTACT = "service_contact"
    SETTLEMENT_AUDIT = "settlement_audit"


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
