"""Keeping the list of tags, and setting and ending tags on people."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.errors import Forbidden, OutOfScope, WrongState
from service.kit.months import day_after
from service.kit.pages import Page
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes import actions as homes
from service.residents.models import Resident
from service.residents.people import permissions as people_permissions
from service.residents.people import queries as people
from service.residents.people.actions import look_up, tell_workers
from service.residents.rules import ResidentStatus
from service.residents.tags import permissions, queries, texts
from service.residents.tags.errors import (
    ImpossibleTagSpan,
    NoSuchTag,
    TagHasEnded,
    TagIsComputed,
    TagIsRetired,
    TagListContradicts,
)
from service.residents.tags.models import ResidentTag, Tag
from service.residents.tags.queries import DueReview, TagsOfResident
from service.residents.tags.rules import TagKind, check_span

_DAY = timedelta(days=1)
_COMMUNITY, _MONDAY = "community", 0


def add_tag(work: UnitOfWork, **columns: Any) -> Tag:
    """Put a tag on the list. Raises TagOnList for a code that is there, retired or not."""
    work.require(permissions.may_keep_list(work.actor))
    tag = Tag(**columns)
    _check_entry(tag)
    work.session.add(tag)
    return tag


def change_tag(work: UnitOfWork, tag: Tag, changes: Mapping[str, Any]) -> Tag:
    """Change a tag of the list, or retire it or bring it back; its code and kind stay."""
    work.require(permissions.may_keep_list(work.actor))
    for name, value in changes.items():
        if name == "retired":
            tag.retired_at = (tag.retired_at or work.now) if value else None
        else:
            setattr(tag, name, value)
    _check_entry(tag)
    return tag


def set_tag(
    work: UnitOfWork,
    person: Resident,
    code: str,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    review_on: date | None = None,
    note: str | None = None,
) -> ResidentTag:
    """Give somebody a tag from a day on. Raises TagIsComputed, TagIsRetired, TagNeedsEnd, TagSpansOverlap, …"""
    tag = _settable(work, person, code)
    today = local_date(work.now)
    begin = valid_from or today
    if review_on is None and tag.review_months is not None:
        review_on = day_after(begin, tag.review_months)
    check_span(
        today,
        born=person.birth_on,
        valid_from=begin,
        valid_until=valid_until,
        review_on=review_on,
        needs_end=tag.needs_end,
    )
    row = ResidentTag(
        id=work.new_id(),
        resident_id=person.id,
        tag_code=code,
        valid_from=begin,
        valid_until=valid_until,
        review_on=review_on,
        note=note or None,
        set_by=work.actor.account_id,
        set_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def end_tag(
    work: UnitOfWork, person: Resident, row: ResidentTag, *, valid_until: date | None = None
) -> ResidentTag:
    """End a tag: after its last day `valid_until`, or at once, so that yesterday was the last."""
    _settable(work, person, row.tag_code, to_end=True)
    today = local_date(work.now)
    if row.ended_at is not None or (row.valid_until is not None and row.valid_until < today):
        raise TagHasEnded
    last = valid_until or max(today, row.valid_from) - _DAY
    if not row.valid_from - _DAY <= last <= (row.valid_until or last):
        raise ImpossibleTagSpan(field="valid_until")
    _end(work, row, last)
    return row


def review_tag(
    work: UnitOfWork, person: Resident, row: ResidentTag, *, review_on: date | None = None
) -> ResidentTag:
    """Note that a tag was looked at and still holds; the next look is on that day, or after the months of the list."""
    tag = _settable(work, person, row.tag_code)
    today = local_date(work.now)
    if row.ended_at is not None or (row.valid_until is not None and row.valid_until < today):
        raise TagHasEnded
    if review_on is not None and review_on <= today:
        raise ImpossibleTagSpan(field="review_on")
    if review_on is None and tag.review_months is not None:
        review_on = day_after(today, tag.review_months)
    row.review_on = review_on
    return row


def look_through_reviews(
    work: UnitOfWork, *, region_code: str | None = None, **stretch: Any
) -> Page[DueReview]:
    """Tags to be looked at again that the actor may see, which who has them sees. Raises OutOfScope, Forbidden."""
    tops = people_permissions.served_regions(work.actor)
    work.require(bool(tops), Forbidden)
    if region_code is not None:
        work.require(not set(tops).isdisjoint(regions.path_of(work, region_code)), OutOfScope)
        tops = [region_code]
    seen = permissions.seen_wherever_served(work.actor, queries.every_tag(work))
    found = queries.due_reviews(work, seen, tops, **stretch)
    work.audit("list_tag_reviews", region_code=region_code, people={each.resident_id for each in found.items})
    return found


def remind_of_reviews(work: UnitOfWork) -> None:
    """Tell each community's workers how many tags are due: when one has become so, and each Monday while any is."""
    due = queries.due_by_place(work, Role.COMMUNITY_WORKER)
    counts: Counter[tuple[str, ...]] = Counter()
    news: set[tuple[str, ...]] = set()
    for code, way in regions.steps_down_to(work, due).items():
        depth = next(depth for depth, step in enumerate(way, 1) if step.level == _COMMUNITY)
        path = tuple(step.code for step in way[:depth])
        number, is_new = due[code]
        counts[path] += number
        if is_new or local_date(work.now).weekday() == _MONDAY:
            news.add(path)
    for path in sorted(news):
        tell_workers(work, path, texts.TO_REVIEW, subject=path[-1], count=counts[path])


def read_tags(work: UnitOfWork, resident_id: UUID, **stretch: Any) -> TagsOfResident:
    """A page of the tags on somebody that the actor may see; of others it is kept in the trail and their access log."""
    tags = queries.every_tag(work)
    own = people.own(work)
    if own is not None and own.id == resident_id:
        return queries.tags_of(work, own, tags, **stretch)
    person = look_up(work, resident_id, action="list_tags_of_resident")
    path = people.region_path(work, person)
    seen = [tag for tag in tags if permissions.may_see(work.actor, tag, path)]
    work.audit("list_tags_of_resident", subject=person.id, region_code=person.region_code, people=[person.id])
    return queries.tags_of(work, person, seen, **stretch)


def end_tags_of(work: UnitOfWork, resident_id: UUID, last_day: date | None) -> None:
    """End what still holds of somebody who has died or moved away."""
    held = queries.open_tags(work, resident_id)
    for row in held:
        _end(work, row, max(last_day or local_date(work.now), row.valid_from - _DAY))
    if held:
        what = Text(f"{len(held)} 项标签", f"{len(held)} tags")
        homes.note_ended(work, resident_id, what, subject=resident_id)


def forget_tags(work: UnitOfWork, resident_id: UUID) -> None:
    """Forget which tags somebody has and has had."""
    work.session.execute(delete(ResidentTag).where(ResidentTag.resident_id == resident_id))


def _end(work: UnitOfWork, row: ResidentTag, last_day: date) -> None:
    row.valid_until = last_day
    row.ended_by = work.actor.account_id
    row.ended_at = work.now


def _settable(work: UnitOfWork, person: Resident, code: str, *, to_end: bool = False) -> Tag:
    """The tag, if the actor may set it on this person; also what is set no more may be ended."""
    tag = queries.tag(work, code)
    if tag is None:
        raise NoSuchTag(field="code")
    if tag.is_computed:
        raise TagIsComputed(field="code")
    work.require(permissions.may_set(work.actor, tag, people.region_path(work, person)))
    if tag.retired_at is not None and not to_end:
        raise TagIsRetired
    if person.status is not ResidentStatus.VERIFIED and not to_end:
        raise WrongState(state=person.status)
    return tag


def _check_entry(tag: Tag) -> None:
    """Raise TagListContradicts for a computed tag that somebody sets, or one without ages, and the other way round."""
    by_age = tag.age_from is not None or tag.age_below is not None
    if by_age is not (tag.kind is TagKind.AGE):
        raise TagListContradicts(field="kind")
    if by_age is bool(tag.set_by):
        raise TagListContradicts(field="set_by")
    if tag.age_from is not None and tag.age_below is not None and tag.age_from >= tag.age_below:
        raise TagListContradicts(field="age_below")
