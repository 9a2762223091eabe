"""The list of residents, narrowed to what the actor may see.

One page must cost the same among ten thousand people and among a million, so each search is led by one index whose
order is also the order of the list (docs/decisions/0021). Where the places are few, as a community's are, the index
begins with the place; over many places it begins with what is searched for, and the place is checked row by row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, String, and_, any_, func, or_, select
from sqlalchemy.orm import aliased

from service.kit.clock import local_date
from service.kit.errors import Forbidden, OutOfScope
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.errors import BadIdNumber, BadPhone
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people.queries import shown_columns
from service.residents.people.rules import Sex, normal_id_number, normal_phone
from service.residents.rules import ResidentStatus
from service.residents.tags import permissions as tag_permissions
from service.residents.tags import queries as tags
from service.residents.tags.errors import NoSuchTag
from service.residents.tags.models import ResidentTag, Tag

# Up to so many places an index that begins with the place is looked into once for each.
FEW_PLACES = 500
_PLACE_BY_PLACE = (Resident.region_code, Resident.id)
_LIVING_HERE = (ResidentStatus.PENDING, ResidentStatus.VERIFIED)


@dataclass(frozen=True, slots=True)
class FoundResident:
    """A record as a list shows it, with the tags that hold today and that the actor may see."""

    id: UUID
    version: int
    name: str
    status: ResidentStatus
    region_code: str | None
    address: str | None
    home_id: UUID | None
    phone: str | None
    id_number: str | None
    sex: Sex | None
    birth_on: date | None
    is_claim: bool
    registered_at: datetime
    verified_at: datetime | None
    reason: str | None
    tags: Sequence[str]
    proved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the tree that is searched, and whether its places are few."""

    tops: list[str]
    is_small: bool

    def holds(self, code: ColumnElement[Any] | Any) -> ColumnElement[bool]:
        """The condition that the place of a column lies in it.

        Few places are an array that the database makes itself: an index that begins with the place is then looked
        into once for each, in order. Of many, each row's own place is looked up.
        """
        if self.is_small:
            places = func.array(regions.below(self.tops).scalar_subquery(), type_=ARRAY(String))
            return code == any_(places)
        return code.in_(regions.below(self.tops))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for, and which stretch of it."""

    tag: Tag | None
    status: ResidentStatus | None
    cursor: str | None
    limit: int

    def of_status(self, query: Select[Any]) -> Select[Any]:
        """The query for this status; who has a tag is, unless said otherwise, somebody who lives here."""
        if self.status is not None:
            return query.where(Resident.status == self.status)
        return query.where(Resident.status.in_(_LIVING_HERE)) if self.tag is not None else query


def residents(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    status: ResidentStatus | None = None,
    tag: str | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[FoundResident]:
    """Records in the actor's part of the tree. Raises OutOfScope, or Forbidden for a tag one does not see."""
    wanted = Wanted(_tag(work, tag), status, cursor, limit)
    scope = _scope(work, wanted.tag, region_code)
    found = _found(work, scope, wanted, None if not q else _matches(work, scope, q))
    seen = tag_permissions.seen_wherever_served(work.actor, tags.tags_in_use(work))
    shown = _shown(work, found.items, seen)
    _note_reads(work, wanted.tag, region_code, shown, {each.code for each in seen if each.is_sensitive})
    return Page(shown, found.next_cursor)


def _tag(work: UnitOfWork, code: str | None) -> Tag | None:
    if code is None:
        return None
    tag = tags.tag(work, code)
    if tag is None:
        raise NoSuchTag(field="tag")
    return tag


def _scope(work: UnitOfWork, tag: Tag | None, region_code: str | None) -> Scope:
    tops = permissions.served_regions(work.actor)
    if tag is not None:
        tops = tag_permissions.regions_where_seen(work.actor, tag)
    work.require(bool(tops), Forbidden)
    if region_code is not None:
        work.require(not set(tops).isdisjoint(regions.path_of(work, region_code)), OutOfScope)
        tops = [region_code]
    places = regions.below(tops).limit(FEW_PLACES + 1).subquery()
    count = work.session.scalar(select(func.count()).select_from(places)) or 0
    return Scope(tops, is_small=count <= FEW_PLACES)


def _found(
    work: UnitOfWork, scope: Scope, wanted: Wanted, named: ColumnElement[bool] | None
) -> Page[Resident]:
    """The page, led by what narrows most: a tag that is set where places are few, else the name or number."""
    tag = wanted.tag
    is_set = tag is not None and not tag.is_computed
    if tag is not None and is_set and (named is None or scope.is_small):
        return _by_tag(work, scope, tag, wanted, named)
    if named is not None:
        return _by_words(work, scope, wanted, named)
    return _by_place(work, scope, wanted) if tag is None else _by_age(work, scope, tag, wanted)


def _by_words(work: UnitOfWork, scope: Scope, wanted: Wanted, named: ColumnElement[bool]) -> Page[Resident]:
    """By name or number; over many places in the order of names, by code points as the index is."""
    query = select(Resident).where(named, _is_within(work, scope, wanted))
    if wanted.tag is not None:
        query = query.where(_has(wanted.tag, local_date(work.now)))
    return _page(work, query, _PLACE_BY_PLACE if scope.is_small else (Resident.name, Resident.id), wanted)


def _by_place(work: UnitOfWork, scope: Scope, wanted: Wanted) -> Page[Resident]:
    """Everybody, place by place; over many places in the order in which they came on record."""
    query = select(Resident).where(_is_within(work, scope, wanted))
    return _page(work, query, _PLACE_BY_PLACE if scope.is_small else (Resident.id,), wanted)


def _by_age(work: UnitOfWork, scope: Scope, tag: Tag, wanted: Wanted) -> Page[Resident]:
    """By an age today; over many places from the oldest on."""
    of_age = tags.is_of_age(tag, local_date(work.now))
    query = select(Resident).where(of_age, scope.holds(Resident.region_code))
    return _page(work, query, _PLACE_BY_PLACE if scope.is_small else (Resident.birth_on, Resident.id), wanted)


def _by_tag(
    work: UnitOfWork, scope: Scope, tag: Tag, wanted: Wanted, named: ColumnElement[bool] | None
) -> Page[Resident]:
    """By who has a tag today, in the order of the tag's own index.

    The cursor compares the tag's own columns, so that a later page begins in that index where the last one ended.
    """
    query: Any = (
        select(Resident, ResidentTag.region_code, ResidentTag.resident_id)
        .join(Resident, Resident.id == ResidentTag.resident_id)
        .where(ResidentTag.tag_code == tag.code, tags.is_in_force(local_date(work.now)))
        .where(scope.holds(ResidentTag.region_code))
    )
    if named is not None:
        query = query.where(named)
    by_place = (ResidentTag.region_code, ResidentTag.resident_id)
    by = by_place if scope.is_small else (ResidentTag.resident_id,)
    found = _page(work, query, by, wanted, scalars=False)
    return Page([row.Resident for row in found.items], found.next_cursor)


def _page(
    work: UnitOfWork, query: Select[Any], by: Sequence[Any], wanted: Wanted, *, scalars: bool = True
) -> Page[Any]:
    query = wanted.of_status(query)
    return page(work, query, by=by, cursor=wanted.cursor, limit=wanted.limit, scalars=scalars)


def _is_within(work: UnitOfWork, scope: Scope, wanted: Wanted) -> ColumnElement[bool]:
    """In the scope, or a claim from elsewhere that waits to be joined to a record in it."""
    here = scope.holds(Resident.region_code)
    if wanted.tag is not None or wanted.status not in (None, ResidentStatus.PENDING):
        return here
    claims = _claims_from_elsewhere(work, scope)
    return or_(here, Resident.id.in_(claims)) if claims else here


def _claims_from_elsewhere(work: UnitOfWork, scope: Scope) -> Sequence[UUID]:
    """Claims that wait, made elsewhere: mostly there are none, and the list is spared the question."""
    record = aliased(Resident)
    query = (
        select(Resident.id)
        .join(record, record.id == Resident.claim_of)
        .where(
            Resident.claim_of.is_not(None),
            Resident.status == ResidentStatus.PENDING,
            Resident.region_code.is_not(None),
            scope.holds(record.region_code),
            ~scope.holds(Resident.region_code),
        )
    )
    return work.session.scalars(query).all()


def _matches(work: UnitOfWork, scope: Scope, q: str) -> ColumnElement[bool]:
    """The condition of a whole number, or of the beginning of a name, within a community any part of it."""
    cipher = work.house.cipher
    try:
        return Resident.phone_lookup == cipher.lookup(normal_phone(q), purpose="phone")
    except BadPhone:
        pass
    try:
        return _has_id_number(cipher.lookup(normal_id_number(q), purpose="id_number"))
    except BadIdNumber:
        pass
    if all(regions.place_in_community(work, top) for top in scope.tops):
        return Resident.name.contains(q, autoescape=True)
    return Resident.name.startswith(q, autoescape=True)


def _has_id_number(lookup: bytes) -> ColumnElement[bool]:
    """The number is one of a record, or of a claim or a rejected registration: each has an index of its own."""
    of_record = and_(Resident.claim_of.is_(None), Resident.status != ResidentStatus.REJECTED)
    of_another = or_(Resident.claim_of.is_not(None), Resident.status == ResidentStatus.REJECTED)
    is_it = Resident.id_number_lookup == lookup
    return or_(and_(is_it, of_record), and_(is_it, of_another))


def _has(tag: Tag, today: date) -> ColumnElement[bool]:
    if tag.is_computed:
        return tags.is_of_age(tag, today)
    return Resident.id.in_(tags.tagged(tag.code, today))


def _shown(work: UnitOfWork, people: Sequence[Resident], seen: Sequence[Tag]) -> list[FoundResident]:
    codes = tags.codes_in_force(work, people, seen)
    return [FoundResident(tags=codes[person.id], **shown_columns(work, person)) for person in people]


def _note_reads(
    work: UnitOfWork,
    tag: Tag | None,
    region_code: str | None,
    shown: Sequence[FoundResident],
    sensitive: Collection[str],
) -> None:
    """Tell it to the access log of those who were found by a sensitive tag, or are shown with one."""
    if tag is not None and tag.is_sensitive:
        everybody = [person.id for person in shown]
        work.audit("list_residents_by_tag", subject=tag.code, region_code=region_code, people=everybody)
        return
    told_of = [person.id for person in shown if not set(sensitive).isdisjoint(person.tags)]
    if told_of:
        work.audit("list_residents_with_tags", region_code=region_code, people=told_of)
