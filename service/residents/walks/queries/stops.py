"""What one sees on a walk, in a fixed number of statements however many homes there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, and_, literal, or_, select

from service.kit.clock import age_on, local_date
from service.kit.personal import OpenMatter, matters_open_for
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.queries import Step
from service.residents.homes.models import Home, Residence
from service.residents.homes.rules import HomeKind, Relation
from service.residents.models import Resident
from service.residents.people.models import EmergencyContact
from service.residents.people.rules import Sex
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag, Tag
from service.residents.walks import rules

_LIVE_HERE = (ResidentStatus.VERIFIED, ResidentStatus.PENDING)
_BUILDING = "building"


@dataclass(frozen=True, slots=True)
class WalkContact:
    """Whom to call for somebody in an emergency."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class WalkMatter:
    """Something that is under way for a person."""

    what: Text
    at: Any


@dataclass(frozen=True, slots=True)
class WalkTag:
    """A tag that matters for a visit."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class WalkPerson:
    """Somebody who lives here, with their telephone in full."""

    resident_id: UUID
    name: str = field(repr=False)
    status: ResidentStatus
    sex: Sex | None
    age: int | None
    relation: Relation | None
    phone: str | None = field(repr=False)
    tags: Sequence[WalkTag]
    emergency_contacts: Sequence[WalkContact] = field(repr=False)
    open_matters: Sequence[WalkMatter]


@dataclass(frozen=True, slots=True)
class WalkHome:
    """A home with who lives there; nobody in an empty one."""

    home_id: UUID
    unit: str | None
    room: str
    kind: HomeKind | None
    people: Sequence[WalkPerson]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the walk that has homes or people of its own; `way` leads to it from the walk's place."""

    region_code: str
    name: str
    level: str
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkStop:
    """A stop with its homes in walking order, and at the end the people without a home."""

    region_code: str
    name: str
    level: str
    way: Sequence[str]
    homes: Sequence[WalkHome]
    without_home: Sequence[WalkPerson]

    def people(self) -> Iterable[WalkPerson]:
        """Everybody here."""
        for home in self.homes:
            yield from home.people
        yield from self.without_home


def stops(work: UnitOfWork, region_code: str) -> list[Stop]:
    """The stops at and below a place, in walking order."""
    below = regions.below([region_code])
    homes = select(Home.region_code).where(Home.region_code.in_(below))
    people = select(Resident.region_code).where(Resident.region_code.in_(below), _is_homeless())
    codes = work.session.scalars(homes.union(people)).all()
    found = [_stop(region_code, way) for way in regions.steps_down_to(work, codes).values()]
    return sorted(found, key=_order)


def number_of_homes(work: UnitOfWork, codes: Collection[str]) -> int:
    """How many homes these stops have, as far as a sheet may have some."""
    query = select(Home.id).where(Home.region_code.in_(codes)).limit(rules.MOST_HOMES_PRINTED + 1)
    return len(work.session.scalars(query).all())


def seen_at(work: UnitOfWork, wanted: Sequence[Stop], roles: Collection[str]) -> list[WalkStop]:
    """These stops with their homes and people; tags as these roles see them."""
    codes = [stop.region_code for stop in wanted]
    homes: dict[str, list[Home]] = defaultdict(list)
    order = (Home.region_code, Home.walk_order, Home.id)
    for home in work.session.scalars(select(Home).where(Home.region_code.in_(codes)).order_by(*order)):
        homes[home.region_code].append(home)
    at_home, without_home = _people(work, codes, roles)
    return [
        WalkStop(
            region_code=stop.region_code,
            name=stop.name,
            level=stop.level,
            way=stop.way,
            homes=[_home(each, at_home[each.id]) for each in homes[stop.region_code]],
            without_home=without_home[stop.region_code],
        )
        for stop in wanted
    ]


def _people(
    work: UnitOfWork, codes: Collection[str], roles: Collection[str]
) -> tuple[dict[UUID, list[WalkPerson]], dict[str, list[WalkPerson]]]:
    """Who lives at these stops, by home, and without one by stop; the householder first, then by age."""
    query = (
        select(
            Resident.id,
            Resident.name,
            Resident.status,
            Resident.sex,
            Resident.birth_on,
            Resident.region_code,
            Resident.home_id,
            Resident.phone_sealed,
            Residence.relation,
        )
        .outerjoin(Residence, and_(Residence.resident_id == Resident.id, Residence.moved_out_on.is_(None)))
        .where(Resident.region_code.in_(codes), _lives_here())
        .order_by(
            Residence.relation.is_distinct_from(Relation.HOUSEHOLDER),
            Resident.birth_on.nulls_last(),
            Resident.id,
        )
    )
    rows = work.session.execute(query).all()
    more = _More(work, [row.id for row in rows], roles)
    at_home: dict[UUID, list[WalkPerson]] = defaultdict(list)
    without_home: dict[str, list[WalkPerson]] = defaultdict(list)
    for row in rows:
        kept_at = at_home[row.home_id] if row.home_id else without_home[row.region_code]
        kept_at.append(more.person(row))
    return at_home, without_home


class _More:
    """What else is known of these people: tags, emergency contacts and open matters, each asked for once."""

    def __init__(self, work: UnitOfWork, ids: Sequence[UUID], roles: Collection[str]) -> None:
        self._cipher = work.house.cipher
        self._today = local_date(work.now)
        self._tags = _tags(work, ids, roles, self._today)
        self._contacts = _contacts(work, ids)
        self._matters: dict[UUID, list[OpenMatter]] = defaultdict(list)
        for matter in matters_open_for(work, ids) if ids else ():
            self._matters[matter.resident_id].append(matter)

    def person(self, row: Any) -> WalkPerson:
        phone = row.phone_sealed and self._cipher.decrypt(
            row.phone_sealed, bound_to=f"residents.phone:{row.id}"
        )
        return WalkPerson(
            resident_id=row.id,
            name=row.name,
            status=row.status,
            sex=row.sex,
            age=row.birth_on and age_on(row.birth_on, self._today),
            relation=row.relation,
            phone=phone,
            tags=self._tags.get(row.id, ()),
            emergency_contacts=self._contacts.get(row.id, ()),
            open_matters=[WalkMatter(each.what, each.at) for each in self._matters[row.id]],
        )


def _tags(
    work: UnitOfWork, ids: Sequence[UUID], roles: Collection[str], today: date
) -> Mapping[UUID, list[WalkTag]]:
    """The tags of today that one of these roles sees."""
    query = (
        select(ResidentTag.resident_id, Tag.code, Tag.name_zh, Tag.name_en)
        .join(Tag, Tag.code == ResidentTag.tag_code)
        .where(
            ResidentTag.resident_id.in_(ids),
            ResidentTag.valid_from <= today,
            or_(ResidentTag.valid_until.is_(None), ResidentTag.valid_until >= today),
            Tag.seen_by.bool_op("&&")(literal([str(role) for role in roles], ARRAY(String))),
        )
        .order_by(Tag.code)
    )
    found: dict[UUID, list[WalkTag]] = defaultdict(list)
    for row in work.session.execute(query):
        found[row.resident_id].append(WalkTag(row.code, Text(row.name_zh, row.name_en)))
    return found


def _contacts(work: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, list[WalkContact]]:
    query = select(EmergencyContact).where(EmergencyContact.resident_id.in_(ids))
    found: dict[UUID, list[WalkContact]] = defaultdict(list)
    for each in work.session.scalars(query.order_by(EmergencyContact.resident_id, EmergencyContact.place)):
        contact = WalkContact(each.name, each.relation, each.phone(work.house.cipher))
        found[each.resident_id].append(contact)
    return found


def _lives_here() -> ColumnElement[bool]:
    return and_(Resident.status.in_(_LIVE_HERE), Resident.claim_of.is_(None))


def _is_homeless() -> ColumnElement[bool]:
    return and_(Resident.home_id.is_(None), _lives_here())


def _home(home: Home, people: Sequence[WalkPerson]) -> WalkHome:
    return WalkHome(home.id, home.unit or None, home.room, home.kind, people)


def _stop(top: str, way: Sequence[Step]) -> Stop:
    """A place with the names from below the walk's own place down to it."""
    codes = [step.code for step in way]
    own = way[-1]
    return Stop(own.code, own.name, own.level, tuple(step.name for step in way[codes.index(top) + 1 :]))


def _order(stop: Stop) -> tuple[tuple[rules.Part, ...], ...]:
    return rules.in_walking_order(stop.way, is_building=stop.level == _BUILDING)
