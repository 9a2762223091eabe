"""What the record that stays says after a merge: of each part the one of the two that was chosen, or the better one."""

from collections.abc import Mapping
from typing import Any

from service.kit.work import UnitOfWork
from service.residents.merging.errors import DifferentIdNumbers
from service.residents.merging.rules import Part, Weight, Which, better, chosen
from service.residents.models import Resident

STATUS = ("status", "verified_by", "verified_at", "reason")
HOME = ("region_code", "address", "home_id")
PHONE = ("phone_sealed", "phone_lookup")
OF_NUMBER = ("sex", "birth_on")
ID_NUMBER = ("id_number_sealed", "id_number_lookup", *OF_NUMBER)
_OWN = frozenset({"id", "version", "name", "claim_of", "registered_by", "registered_at"})
_NAMED = frozenset({*STATUS, *HOME, *PHONE, *ID_NUMBER, *_OWN})
DETAILS = tuple(column for column in Resident.__table__.c.keys() if column not in _NAMED)  # noqa: SIM118
GROUPS = (("name",), STATUS, HOME, PHONE, ID_NUMBER, ("claim_of",), *((name,) for name in DETAILS))


class Choice:
    """Which of the two says what."""

    def __init__(self, kept: Resident, gone: Resident, keep: Mapping[Part, Which]) -> None:
        """Raises DifferentIdNumbers when nobody said which of two is right."""
        self._kept, self._gone, self._keep = kept, gone, keep
        self.better = better(_weight(kept), _weight(gone))
        numbers = {kept.id_number_lookup, gone.id_number_lookup} - {None}
        if len(numbers) > 1 and Part.ID_NUMBER not in keep:
            raise DifferentIdNumbers(field="keep.id_number")

    def takes(self, part: Part, column: str) -> bool:
        """Whether this part is taken from the record that gives way."""
        which = chosen(
            part,
            self._keep,
            self.better,
            this_has=getattr(self._kept, column) is not None,
            other_has=getattr(self._gone, column) is not None,
        )
        return which is Which.OTHER

    @property
    def takes_home(self) -> bool:
        """Whether the place is taken from the record that gives way: a home says more than a community alone."""
        homeless = self._kept.home_id is None and self._gone.home_id is None
        return self.takes(Part.HOME, "region_code" if homeless else "home_id")


def fill_in(work: UnitOfWork, kept: Resident, gone: Resident, choice: Choice) -> None:
    """Let the record that stays say what was chosen, but for its standing and ID number: those have but one holder."""
    cipher = work.house.cipher
    if choice.takes(Part.NAME, "name"):
        _copy(("name",), kept, gone)
    if choice.takes_home:
        _copy(HOME, kept, gone)
    if choice.takes(Part.PHONE, "phone_lookup") and kept.phone_lookup != gone.phone_lookup:
        kept.keep_phone(cipher, gone.phone(cipher))
    for name in OF_NUMBER:
        if getattr(kept, name) is None:
            _copy((name,), kept, gone)
    for name in DETAILS:
        if choice.takes(Part.DETAILS, name):
            _copy((name,), kept, gone)


def stand(kept: Resident, gone: Resident, choice: Choice) -> None:
    """Let the record that stays stand as the better one stood, once the other is gone: it claims nothing any more."""
    kept.claim_of = None
    if choice.better is Which.OTHER:
        _copy(STATUS, kept, gone)


def id_number_of(work: UnitOfWork, kept: Resident, gone: Resident, choice: Choice) -> dict[str, Any] | None:
    """The ID number, and what it tells, that the record that stays takes over; None when it keeps its own."""
    same = kept.id_number_lookup == gone.id_number_lookup
    if same or not choice.takes(Part.ID_NUMBER, "id_number_lookup"):
        return None
    told = {name: getattr(gone, name) for name in OF_NUMBER}
    return {"number": gone.id_number(work.house.cipher), **told}


def take_id_number(work: UnitOfWork, kept: Resident, taken: Mapping[str, Any]) -> None:
    """Give the record the ID number of the one that gave way."""
    kept.keep_id_number(work.house.cipher, taken["number"])
    for name, value in taken.items():
        if name != "number":
            setattr(kept, name, value)


def _weight(person: Resident) -> Weight:
    return Weight(person.status, person.verified_at or person.registered_at)


def _copy(names: tuple[str, ...], kept: Resident, gone: Resident) -> None:
    for name in names:
        setattr(kept, name, getattr(gone, name))
