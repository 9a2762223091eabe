"""What a row adds to the person it speaks of, and what it says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from service.residents.homes.rules import Relation
from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import BadRow, Outcome, Reason, Remark
from service.residents.imports.rules.people import WantedPerson
from service.residents.people.rules import Ethnicity, Sex
from service.residents.rules import ResidentStatus


class HomeKey(NamedTuple):
    """A home by the place it is in, its unit and its room."""

    region_code: str
    unit: str
    room: str


@dataclass(slots=True)
class Known:
    """A person on record, or about to be; `changes` is what rows of this piece have added so far."""

    id: UUID
    is_new: bool
    status: ResidentStatus
    name: str
    region_code: str | None
    path: tuple[str, ...]
    home: HomeKey | None
    address: str | None
    phone_lookup: bytes | None
    sex: Sex | None
    birth_on: date | None
    ethnicity: Ethnicity | None
    tags: frozenset[str] = frozenset()
    id_number: str | None = None
    phone: str | None = None
    relation: Relation | None = None
    householder: str | None = None
    moves_in: bool = False
    comes_back: bool = False
    new_tags: set[str] = field(default_factory=set)
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """A good row: whom it speaks of, where in the tree they live, and by what they are known again."""

    number: int
    person: WantedPerson
    region_code: str
    path: tuple[str, ...]
    identity: bytes
    phone_lookup: bytes | None
    tags: frozenset[str]
    remarks: tuple[Remark, ...] = ()

    @property
    def home(self) -> HomeKey | None:
        if self.person.room is None:
            return None
        return HomeKey(self.region_code, self.person.unit, self.person.room)


def newcomer(wish: Wish, new_id: UUID) -> Known:
    """The person whom a row puts on record, verified as by a worker who registers."""
    person = wish.person
    return Known(
        id=new_id,
        is_new=True,
        status=ResidentStatus.VERIFIED,
        name=person.name,
        region_code=wish.region_code,
        path=wish.path,
        home=wish.home,
        address=person.address,
        phone_lookup=wish.phone_lookup,
        sex=person.sex,
        birth_on=person.birth_on,
        ethnicity=person.ethnicity,
        id_number=person.id_number,
        phone=person.phone,
        relation=person.relation,
        householder=person.householder,
        moves_in=wish.home is not None,
        new_tags=set(wish.tags),
    )


def fill(known: Known, wish: Wish, *, may_keep: bool) -> tuple[Outcome, list[Remark]]:
    """Let a row add to a person what the record does not say; what it says otherwise is remarked and left alone.

    Raises BadRow for somebody who has died, waits to be verified, or is kept where the asker has no duty.
    """
    if known.status is ResidentStatus.DECEASED:
        raise BadRow([Remark(Reason.DECEASED if may_keep else Reason.RECORD_ELSEWHERE, Column.NAME)])
    if known.status is ResidentStatus.PENDING:
        raise BadRow([Remark(Reason.PENDING if may_keep else Reason.PENDING_ELSEWHERE, Column.NAME)])
    if known.status is ResidentStatus.MOVED_AWAY:
        return _come_back(known, wish), []
    if not may_keep:
        raise BadRow([Remark(Reason.RECORD_ELSEWHERE, Column.NAME)])
    before = (len(known.changes), known.moves_in, len(known.new_tags))
    remarks = [Remark(Reason.DIFFERS, column) for column in _differences(known, wish)]
    known.new_tags |= wish.tags - known.tags
    after = (len(known.changes), known.moves_in, len(known.new_tags))
    return (Outcome.UPDATED if after != before else Outcome.UNCHANGED), remarks


def _come_back(known: Known, wish: Wish) -> Outcome:
    """Who is noted as moved away and is on a list lives there now, as when a worker registers them."""
    known.comes_back = True
    known.status = ResidentStatus.VERIFIED
    known.region_code, known.path = wish.region_code, wish.path
    known.changes["name"] = wish.person.name
    known.changes["address"] = wish.person.address
    known.changes["region_code"] = wish.region_code
    if wish.person.phone is not None:
        _set_phone(known, wish)
    _move_in(known, wish)
    return Outcome.UPDATED


def _differences(known: Known, wish: Wish) -> Iterator[Column]:
    """Fill what is empty; the columns that say something else than the record."""
    person = wish.person
    if person.name != known.name:
        yield Column.NAME
    if person.phone is not None and known.phone_lookup != wish.phone_lookup:
        if known.phone_lookup is not None:
            yield Column.PHONE
        else:
            _set_phone(known, wish)
    for column in (Column.SEX, Column.BIRTH_ON, Column.ETHNICITY):
        said, kept = getattr(person, column.value), getattr(known, column.value)
        if said is not None and kept is None:
            known.changes[column.value] = said
            setattr(known, column.value, said)
        elif said not in (None, kept):
            yield column
    yield from _other_place(known, wish)


def _other_place(known: Known, wish: Wish) -> Iterator[Column]:
    """A home is added to a record without one, a nearer place to one with none; nobody is moved by a list."""
    if wish.home is not None:
        if known.home is None and _is_near(known, wish):
            _move_in(known, wish)
        elif known.home != wish.home:
            yield Column.ROOM
        return
    if known.region_code is None or (known.home is None and known.region_code in wish.path):
        if known.region_code != wish.region_code:
            known.changes["region_code"] = known.region_code = wish.region_code
            known.path = wish.path
    elif wish.region_code not in known.path:
        yield Column.COMMUNITY
    if wish.person.address is not None and known.home is None and known.address != wish.person.address:
        if known.address is not None:
            yield Column.ADDRESS
        else:
            known.changes["address"] = known.address = wish.person.address


def _is_near(known: Known, wish: Wish) -> bool:
    """Whether the record's place and the row's are one within the other."""
    return known.region_code is None or known.region_code in wish.path or wish.region_code in known.path


def _set_phone(known: Known, wish: Wish) -> None:
    known.phone, known.phone_lookup = wish.person.phone, wish.phone_lookup
    known.changes["phone"] = wish.person.phone


def _move_in(known: Known, wish: Wish) -> None:
    if wish.home is None:
        return
    known.home, known.moves_in = wish.home, True
    known.region_code, known.path = wish.region_code, wish.path
    known.relation, known.householder = wish.person.relation, wish.person.householder
