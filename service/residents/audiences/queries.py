"""Parts of statements that find people by place and tag, or of one person the places and tags by which they are found.

Only who is verified is found: nobody else is known to live where they say. Neither way is ever to be shown as it is.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from service.kit.lists import in_text
from service.kit.prepared import Bound
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags import queries as tags
from service.residents.tags.models import ResidentTag, Tag

EVERYBODY = ""


def people(codes: Sequence[str], audience: Sequence[Tag], today: date) -> Select[UUID, str | None]:
    """The id and region of who lives at or below any of these places; where tags are named, of who has any of them."""
    query = select(Resident.id, Resident.region_code).where(
        Resident.status == ResidentStatus.VERIFIED, Resident.region_code.in_(regions.below(codes))
    )
    return query.where(_has_any(audience, today)) if audience else query


def everybody() -> Select[UUID, str | None]:
    """The id and region of who is verified, wherever they live."""
    return select(Resident.id, Resident.region_code).where(Resident.status == ResidentStatus.VERIFIED)


def in_stretch(query: Select[UUID, str | None], after: UUID, last: UUID | None) -> Select[UUID, str | None]:
    """Of these people those whose ids come after one and, unless none is named, not after another."""
    later = query.where(Resident.id > after)
    return later if last is None else later.where(Resident.id <= last)


def only(query: Select[UUID, str | None], resident_id: UUID) -> Select[UUID, str | None]:
    """Of these people the one, if they are among them."""
    return query.where(Resident.id == resident_id)


def last_of_stretch(work: UnitOfWork, after: UUID, number: int) -> UUID | None:
    """The id that ends a stretch of so many people on record after this one; None when so many do not follow."""
    later = select(Resident.id).where(Resident.id > after).order_by(Resident.id)
    return work.session.scalar(later.offset(number - 1).limit(1))


def keys_of(resident_id: Bound[UUID], today: Bound[date]) -> Subquery:
    """The places on a resident's way up (`place`), each with each tag they have now and with EVERYBODY (`tag`)."""
    # In its own place, for a statement may ask this of each of several people.
    person = (
        select(Resident.id, Resident.birth_on, regions.path_array(Resident.region_code).label("path"))
        .where(Resident.id == resident_id, Resident.status == in_text(ResidentStatus.VERIFIED))
        .cte()
    )
    held = _held_by(person, today).subquery()
    place = func.unnest(person.c.path).label("place")
    places = select(place).select_from(person).subquery()
    keys = select(places.c.place, held.c.tag).join_from(places, held, true())
    return keys.add_cte(person, nest_here=True).subquery()


def _held_by(person: CTE, today: Bound[date]) -> Any:
    """The tags of the one person in the table expression, and EVERYBODY."""
    given = (
        select(ResidentTag.tag_code)
        .join(person, person.c.id == ResidentTag.resident_id)
        .join(Tag, and_(Tag.code == ResidentTag.tag_code, Tag.retired_at.is_(None)))
        .where(tags.is_in_force(today))
    )
    day = literal(today, Date) if isinstance(today, date) else today
    young_enough = or_(Tag.age_below.is_(None), person.c.birth_on > _years_before(day, Tag.age_below))
    old_enough = or_(Tag.age_from.is_(None), person.c.birth_on <= _years_before(day, Tag.age_from))
    of_age = (
        select(Tag.code)
        .join_from(Tag, person, true())
        .where(or_(Tag.age_from.is_not(None), Tag.age_below.is_not(None)), Tag.retired_at.is_(None))
        .where(old_enough, young_enough)
    )
    return union_all(select(literal(EVERYBODY).label("tag")), given, of_age)


def _years_before(day: ColumnElement[date], years: Any) -> ColumnElement[Any]:
    """As `people.rules.days.years_before` counts: of 29 February the 28th."""
    return day - func.make_interval(years)


def _has_any(audience: Collection[Tag], today: date) -> ColumnElement[bool]:
    codes = [each.code for each in audience if not each.is_computed and each.retired_at is None]
    ages = [tags.is_of_age(each, today) for each in audience if each.is_computed and each.retired_at is None]
    has_tag = select(ResidentTag.id).where(
        ResidentTag.resident_id == Resident.id, ResidentTag.tag_code.in_(codes), tags.is_in_force(today)
    )
    return or_(false(), *ages, *([has_tag.exists()] if codes else []))
