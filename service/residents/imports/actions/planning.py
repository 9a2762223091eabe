"""What is to become of some hundred rows: whom each speaks of, and what it adds; nothing is written here."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from uuid import UUID

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import permissions as region_permissions
from service.residents.imports import permissions
from service.residents.imports.models import Import
from service.residents.imports.queries import register
from service.residents.imports.queries.register import Namesake
from service.residents.imports.rules.columns import Column, ColumnMapping
from service.residents.imports.rules.known import Known, Wish, fill, newcomer
from service.residents.imports.rules.outcomes import BadRow, ImportState, Outcome, Reason, Remark
from service.residents.imports.rules.people import WantedPerson, person_of
from service.residents.imports.rules.places import NewBuilding, Places
from service.residents.imports.rules.reading import Row
from service.residents.merging.rules import DuplicateReason
from service.residents.people.errors import ImpossibleBirthDate
from service.residents.people.rules import check_birth_date
from service.residents.tags import permissions as tag_permissions
from service.residents.tags.models import Tag

NumberedRow = tuple[int, Row]


@dataclass(slots=True)
class Decision:
    """What becomes of one row."""

    number: int
    outcome: Outcome
    remarks: list[Remark] = field(default_factory=list)
    identity: bytes | None = None
    known: Known | None = None


@dataclass(slots=True)
class Plan:
    """What becomes of a piece: a decision a row, each person once, and pairs that may be one person."""

    decisions: list[Decision]
    people: list[Known]
    identities: dict[bytes, UUID]
    pairs: list[tuple[UUID, UUID, DuplicateReason]]


def new_buildings(
    work: UnitOfWork, wanted: Import, mapping: ColumnMapping, rows: Sequence[NumberedRow]
) -> list[NewBuilding]:
    """The buildings that good rows name and that are not on record, where the list may add them."""
    reader = _Reader(work, wanted, mapping)
    named = set()
    for number, row in rows:
        with suppress(BadRow):
            named.add(reader.wish(number, row).region_code)
    return [building for code, building in reader.places.new.items() if code in named]


def plan(
    work: UnitOfWork,
    wanted: Import,
    mapping: ColumnMapping,
    rows: Sequence[NumberedRow],
    *,
    made: Collection[str] = (),
    foreseen: Collection[NewBuilding] = (),
) -> Plan:
    """Decide on each row, in the order of the list; who is first in a building just `made` or `foreseen` is told so."""
    reader = _Reader(work, wanted, mapping)
    reader.untold = {*made, *(reader.places.add(building).code for building in foreseen)}
    decisions: list[Decision] = []
    wishes: list[Wish] = []
    for number, row in rows:
        try:
            wishes.append(reader.wish(number, row))
        except BadRow as bad:
            decisions.append(Decision(number, Outcome.BAD, list(bad.remarks)))
    planner = _Planner(work, wanted, wishes)
    decisions += [planner.decide(wish) for wish in wishes]
    decisions.sort(key=lambda decision: decision.number)
    return Plan(decisions, planner.people, planner.identities, planner.pairs)


class _Reader:
    """Makes wishes of rows: cells, place, tags, and whether the asker may."""

    def __init__(self, work: UnitOfWork, wanted: Import, mapping: ColumnMapping) -> None:
        self._work = work
        self._mapping = mapping
        self._default = wanted.region_code
        may_add = partial(region_permissions.may_add_below, work.actor) if wanted.create_places else None
        self.places: Places = register.places(work, wanted.region_code, may_add)
        self.untold: set[str] = set()
        self._tags: dict[str, Tag] = register.tags_by_name(work)
        self._may = lru_cache(maxsize=None)(self._may_import)

    def wish(self, number: int, row: Row) -> Wish:
        """Whom a row speaks of and where they live. Raises BadRow."""
        person = person_of(row, self._mapping)
        self._check_birth(person)
        code = self.places.meant(person.place, self._default)
        path = self.places.path_of(code)
        if not self._may(path):
            raise BadRow([Remark(Reason.OUT_OF_SCOPE, Column.COMMUNITY)])
        cipher = self._work.house.cipher
        return Wish(
            number=number,
            person=person,
            region_code=code,
            path=path,
            identity=_identity(self._work, person, code),
            phone_lookup=cipher.lookup(person.phone, purpose="phone") if person.phone else None,
            tags=self._tag_codes(person, path),
            remarks=self._told_once(code),
        )

    def _told_once(self, code: str) -> tuple[Remark, ...]:
        """That the building is new, where it is named first."""
        if code not in self.untold:
            return ()
        self.untold.remove(code)
        return (Remark(Reason.NEW_BUILDING, Column.BUILDING),)

    def _check_birth(self, person: WantedPerson) -> None:
        """Raise BadRow for a birth that can not be, whether the date or the ID number says it."""
        if person.birth_on is None:
            return
        try:
            check_birth_date(person.birth_on, local_date(self._work.now))
        except ImpossibleBirthDate as error:
            column = Column.ID_NUMBER if person.id_number else Column.BIRTH_ON
            raise BadRow([Remark(Reason.IMPOSSIBLE_BIRTH_DATE, column)]) from error

    def _may_import(self, path: tuple[str, ...]) -> bool:
        return permissions.may_import(self._work.actor, path)

    def _tag_codes(self, person: WantedPerson, path: tuple[str, ...]) -> frozenset[str]:
        """The tags of a row but computed ones, which follow from the birth date. Raises BadRow."""
        unknown = [name for name in person.tags if name not in self._tags]
        if unknown:
            raise BadRow([Remark(Reason.NO_SUCH_TAG, Column.TAGS)])
        tags = [tag for name in person.tags if not (tag := self._tags[name]).is_computed]
        if not all(tag_permissions.may_set(self._work.actor, tag, path) for tag in tags):
            raise BadRow([Remark(Reason.TAG_NOT_YOURS, Column.TAGS)])
        if any(tag.needs_end for tag in tags):
            raise BadRow([Remark(Reason.TAG_NEEDS_END, Column.TAGS)])
        return frozenset(tag.code for tag in tags)


def _identity(work: UnitOfWork, person: WantedPerson, region_code: str) -> bytes:
    """By what this person is known again: the ID number, else name, telephone and home."""
    if person.id_number is not None:
        return work.house.cipher.lookup(person.id_number, purpose="id_number")
    home = (person.unit, person.room) if person.room else ("", person.address or "")
    parts = (person.name, person.phone or "", region_code, *home)
    return work.house.cipher.lookup("\0".join(parts), purpose="imported_person")


class _Planner:
    """Whom the register knows of those that a piece speaks of, and who comes on record by it."""

    def __init__(self, work: UnitOfWork, wanted: Import, wishes: Sequence[Wish]) -> None:
        self._work = work
        numbered = [wish.identity for wish in wishes if wish.person.id_number]
        others = [wish.identity for wish in wishes if not wish.person.id_number]
        self._known = register.known_by_id_number(work, numbered)
        self._known |= register.known_by_identity(work, others)
        self._met: set[bytes] = set()
        if wanted.state is ImportState.CHECKING:
            self._met = register.met_before(work, wanted.id, numbered + others)
        self._namesakes = self._namesakes_of([wish for wish in wishes if wish.identity not in self._known])
        self.identities: dict[bytes, UUID] = {}
        self.pairs: list[tuple[UUID, UUID, DuplicateReason]] = []

    @property
    def people(self) -> list[Known]:
        return list(self._known.values())

    def decide(self, wish: Wish) -> Decision:
        known = self._known.get(wish.identity)
        if known is None:
            return self._create(wish)
        may_keep = known.is_new or permissions.may_import(self._work.actor, known.path)
        try:
            outcome, remarks = fill(known, wish, may_keep=may_keep)
        except BadRow as bad:
            shown = known if may_keep else None
            return Decision(wish.number, Outcome.BAD, list(bad.remarks), wish.identity, shown)
        return Decision(wish.number, outcome, [*wish.remarks, *remarks], wish.identity, known)

    def _create(self, wish: Wish) -> Decision:
        """Put somebody on record; who may be there already is shown for merging, never guessed."""
        known = newcomer(wish, self._work.new_id())
        self._known[wish.identity] = known
        if wish.person.id_number is None:
            self.identities[wish.identity] = known.id
        if wish.identity in self._met:
            return Decision(wish.number, Outcome.UNCHANGED, [*wish.remarks], wish.identity, known)
        alike = [
            (other.id, why)
            for other in self._namesakes.get(known.name, ())
            if (why := _likeness(known, other))
        ]
        self.pairs += [(known.id, other_id, why) for other_id, why in alike]
        self._namesakes.setdefault(known.name, []).append(_as_namesake(known))
        outcome = Outcome.TO_MERGE if alike else Outcome.CREATED
        return Decision(wish.number, outcome, [*wish.remarks], wish.identity, known)

    def _namesakes_of(self, wishes: Sequence[Wish]) -> dict[str, list[Namesake]]:
        names = {wish.person.name for wish in wishes}
        phones = {wish.phone_lookup for wish in wishes if wish.phone_lookup is not None}
        found: dict[str, list[Namesake]] = {}
        for each in register.namesakes(self._work, names, phones, {wish.region_code for wish in wishes}):
            found.setdefault(each.name, []).append(each)
        return found


def _likeness(known: Known, other: Namesake) -> DuplicateReason | None:
    """Why two of one name may be one person; None when an ID number, a telephone or a home says that they are not."""
    if known.id_number is not None and other.has_id_number:
        return None
    same_phone = known.phone_lookup is not None and known.phone_lookup == other.phone_lookup
    same_home = _same_home(known, other)
    if same_phone and same_home:
        return DuplicateReason.SAME_NAME_PHONE_AND_HOME
    if same_phone:
        return DuplicateReason.SAME_NAME_AND_PHONE
    if same_home and None in (known.phone_lookup, other.phone_lookup):
        return DuplicateReason.SAME_NAME_AND_HOME
    return None


def _same_home(known: Known, other: Namesake) -> bool:
    if known.home is not None or other.home is not None:
        return known.home == other.home
    same_region = known.region_code == other.region_code
    return same_region and known.address is not None and known.address == other.address


def _as_namesake(known: Known) -> Namesake:
    return Namesake(
        known.id,
        known.name,
        known.id_number is not None,
        known.phone_lookup,
        known.home,
        known.region_code,
        known.address,
    )
