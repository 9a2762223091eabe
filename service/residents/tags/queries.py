"""Questions about the list of tags and about who has which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, func, literal, or_, select

from service.accounts import queries as accounts
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.models import Resident
from service.residents.tags.models import ResidentTag, Tag
from service.residents.tags.rules import TagKind, births

_OF_A_ROW = ("valid_from", "valid_until", "review_on", "note", "set_by", "set_at", "ended_by", "ended_at")


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag that a resident was given."""

    id: UUID
    version: int
    code: str
    name_zh: str
    name_en: str
    is_sensitive: bool
    is_in_force: bool
    valid_from: date
    valid_until: date | None
    review_on: date | None
    note: str | None
    set_by: UUID | None
    set_by_name: str | None
    set_at: datetime
    ended_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TagsOfResident:
    """A page of the tags somebody was given, and all that follow from their age."""

    computed: Sequence[Tag]
    items: Sequence[ShownTag]
    next_cursor: str | None


def tag(work: UnitOfWork, code: str) -> Tag | None:
    """The tag with this code, retired ones too."""
    return work.session.get(Tag, code)


def tags(
    work: UnitOfWork,
    *,
    kind: TagKind | None = None,
    retired: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Tag]:
    """The list, by code; without the retired ones unless they are asked for."""
    query = select(Tag)
    if kind is not None:
        query = query.where(Tag.kind == kind)
    if not retired:
        query = query.where(Tag.retired_at.is_(None))
    return page(work, query, by=(Tag.code,), cursor=cursor, limit=limit)


def every_tag(work: UnitOfWork) -> Sequence[Tag]:
    """Every tag there is or was."""
    return work.session.scalars(select(Tag).order_by(Tag.code)).all()


def tags_in_use(work: UnitOfWork) -> Sequence[Tag]:
    """Every tag that is not retired; there are a few dozen."""
    return work.session.scalars(select(Tag).where(Tag.retired_at.is_(None)).order_by(Tag.code)).all()


def resident_tag(work: UnitOfWork, resident_id: UUID, tag_id: UUID) -> ResidentTag | None:
    """A tag of this resident, to be ended."""
    query = select(ResidentTag).where(ResidentTag.id == tag_id, ResidentTag.resident_id == resident_id)
    return work.session.scalar(query.with_for_update())


def open_tags(work: UnitOfWork, resident_id: UUID) -> Sequence[ResidentTag]:
    """The tags of a resident that nobody has ended and that hold today or later."""
    query = select(ResidentTag).where(
        ResidentTag.resident_id == resident_id,
        ResidentTag.ended_at.is_(None),
        or_(ResidentTag.valid_until.is_(None), ResidentTag.valid_until >= local_date(work.now)),
    )
    return work.session.scalars(query.order_by(ResidentTag.id).with_for_update()).all()


@dataclass(frozen=True, slots=True)
class DueReview:
    """A tag whose day of review has come, and whose it is."""

    id: UUID
    resident_id: UUID
    name: str
    region_code: str | None
    code: str
    name_zh: str
    name_en: str
    note: str | None
    valid_from: date
    review_on: date


def due_reviews(
    work: UnitOfWork,
    seen: Collection[Tag],
    tops: Collection[str],
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[DueReview]:
    """Those of the `seen` tags below these places whose day of review has come, the longest due first."""
    by_code = {each.code: each for each in seen}
    query: Any = select(ResidentTag, Resident.name, ResidentTag.review_on, ResidentTag.id)
    query = query.join(Resident, Resident.id == ResidentTag.resident_id).where(
        _is_due(work),
        ResidentTag.tag_code.in_(list(by_code)),
        ResidentTag.region_code.in_(regions.below(list(tops))),
    )
    by = (ResidentTag.review_on, ResidentTag.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, scalars=False)
    items = [_due(row.ResidentTag, row.name, by_code[row.ResidentTag.tag_code]) for row in found.items]
    return Page(items, found.next_cursor)


def due_by_place(work: UnitOfWork, role: str) -> dict[str, tuple[int, bool]]:
    """How many tags that this role sees are due at each place, and whether one of them is since today."""
    query = (
        select(
            ResidentTag.region_code,
            func.count().label("number"),
            func.bool_or(ResidentTag.review_on == local_date(work.now)).label("since_today"),
        )
        .join(Tag, Tag.code == ResidentTag.tag_code)
        .where(_is_due(work), ResidentTag.region_code.is_not(None), literal(role) == any_(Tag.seen_by))
        .group_by(ResidentTag.region_code)
    )
    return {row.region_code: (row.number, row.since_today) for row in work.session.execute(query)}


def _is_due(work: UnitOfWork) -> ColumnElement[bool]:
    today = local_date(work.now)
    return and_(
        ResidentTag.review_on.is_not(None),
        ResidentTag.review_on <= today,
        ResidentTag.ended_at.is_(None),
        is_in_force(today),
    )


def _due(row: ResidentTag, name: str, its: Tag) -> DueReview:
    return DueReview(
        id=row.id,
        resident_id=row.resident_id,
        name=name,
        region_code=row.region_code,
        code=its.code,
        name_zh=its.name_zh,
        name_en=its.name_en,
        note=row.note,
        valid_from=row.valid_from,
        review_on=row.review_on or row.valid_from,
    )


def is_in_force(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a tag holds on this day."""
    goes_on = or_(ResidentTag.valid_until.is_(None), ResidentTag.valid_until >= today)
    return and_(ResidentTag.valid_from <= today, goes_on)


def is_of_age(computed: Tag, today: date) -> ColumnElement[bool]:
    """The condition that a resident's birth date makes them have this computed tag."""
    wanted = births(today, computed.age_from, computed.age_below)
    conditions: list[ColumnElement[bool]] = [Resident.birth_on.is_not(None)]
    if wanted.after is not None:
        conditions.append(Resident.birth_on > wanted.after)
    if wanted.until is not None:
        conditions.append(Resident.birth_on <= wanted.until)
    return and_(*conditions)


def tagged(code: str, today: date) -> Select[UUID]:
    """The ids of who has this tag today, for `.in_(…)`; not for computed ones."""
    return select(ResidentTag.resident_id).where(ResidentTag.tag_code == code, is_in_force(today))


def tagged_between(codes: Collection[str], first: date, last: date) -> Select[UUID]:
    """The ids of who had one of these tags on one of these days, for `.in_(…)`; not for computed ones."""
    holds = func.least(ResidentTag.valid_until, last) >= func.greatest(ResidentTag.valid_from, first)
    return select(ResidentTag.resident_id).where(ResidentTag.tag_code.in_(codes), holds)


def codes_in_force(
    work: UnitOfWork, people: Collection[Resident], seen: Collection[Tag]
) -> dict[UUID, list[str]]:
    """Which of the `seen` tags each of these people has today, in one statement."""
    today = local_date(work.now)
    codes = [each.code for each in seen if not each.is_computed]
    query = select(ResidentTag.resident_id, ResidentTag.tag_code).where(
        ResidentTag.resident_id.in_([person.id for person in people]),
        ResidentTag.tag_code.in_(codes),
        is_in_force(today),
    )
    found: dict[UUID, list[str]] = {person.id: _ages(person, seen, today) for person in people}
    for resident_id, code in work.session.execute(query):
        found[resident_id].append(code)
    return {resident_id: sorted(codes) for resident_id, codes in found.items()}


def codes_of(work: UnitOfWork, resident_id: UUID) -> frozenset[str]:
    """Which tags somebody has today, those that follow from their age among them; for rules, never to be shown."""
    return codes_of_all(work, [resident_id]).get(resident_id, frozenset())


def codes_of_all(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Which tags these people have today, as `codes_of`, in a fixed number of statements."""
    people = work.session.scalars(select(Resident).where(Resident.id.in_(resident_ids))).all()
    held = codes_in_force(work, people, tags_in_use(work))
    return {resident_id: frozenset(codes) for resident_id, codes in held.items()}


def holder_ids(work: UnitOfWork, code: str) -> Sequence[UUID]:
    """Who has this tag today, a computed one too; for rules, never to be shown."""
    its, today = tag(work, code), local_date(work.now)
    if its is None or its.retired_at is not None:
        return []
    if its.is_computed:
        return work.session.scalars(select(Resident.id).where(is_of_age(its, today))).all()
    return work.session.scalars(tagged(code, today)).all()


def tags_of(
    work: UnitOfWork,
    person: Resident,
    seen: Collection[Tag],
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> TagsOfResident:
    """Which of the `seen` tags somebody has or has had, the newest first, and those that follow from their age."""
    by_code = {each.code: each for each in seen}
    query = select(ResidentTag).where(
        ResidentTag.resident_id == person.id, ResidentTag.tag_code.in_(list(by_code))
    )
    by = (ResidentTag.valid_from, ResidentTag.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, descending=True)
    ages = _ages(person, seen, local_date(work.now))
    items = [shown(work, row) for row in found.items]
    return TagsOfResident([by_code[code] for code in ages], items, found.next_cursor)


def every_tag_of(work: UnitOfWork, resident_id: UUID) -> list[ShownTag]:
    """Every tag that somebody was given, whether or not it holds."""
    query = select(ResidentTag).where(ResidentTag.resident_id == resident_id)
    rows = work.session.scalars(query.order_by(ResidentTag.valid_from, ResidentTag.id)).all()
    return [shown(work, row) for row in rows]


def shown(work: UnitOfWork, row: ResidentTag) -> ShownTag:
    """A tag on a resident as it is shown, after the database has accepted it."""
    work.session.flush()
    its = work.found(tag(work, row.tag_code))
    today = local_date(work.now)
    holds = row.valid_from <= today and (row.valid_until is None or row.valid_until >= today)
    told: dict[str, Any] = {name: getattr(row, name) for name in _OF_A_ROW}
    return ShownTag(
        id=row.id,
        version=row.version,
        is_in_force=holds,
        set_by_name=accounts.display_name(work, row.set_by) if row.set_by else None,
        code=its.code,
        name_zh=its.name_zh,
        name_en=its.name_en,
        is_sensitive=its.is_sensitive,
        **told,
    )


def _ages(person: Resident, seen: Collection[Tag], today: date) -> list[str]:
    computed = (each for each in seen if each.is_computed and each.retired_at is None)
    return [
        each.code
        for each in computed
        if births(today, each.age_from, each.age_below).include(person.birth_on)
    ]
