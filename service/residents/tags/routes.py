"""Tags over HTTP: the list of them, and those on residents."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, WrongState
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.people import actions as people_actions
from service.residents.people import queries as people
from service.residents.tags import actions, permissions, queries
from service.residents.tags.errors import (
    ImpossibleTagSpan,
    NoSuchTag,
    TagHasEnded,
    TagIsComputed,
    TagIsRetired,
    TagListContradicts,
    TagNeedsEnd,
    TagOnList,
    TagSpansOverlap,
)
from service.residents.tags.models import Tag
from service.residents.tags.queries import DueReview, ShownTag, TagsOfResident
from service.residents.tags.schemas import (
    DueReviewFilterSchema,
    DueReviewSchema,
    EndTagSchema,
    NewTagSchema,
    ResidentTagSchema,
    SetTagSchema,
    TagChangesSchema,
    TagFilterSchema,
    TagReviewSchema,
    TagSchema,
    TagsOfResidentSchema,
)

tag_list = Blueprint(
    "resident_tags", url_prefix="/resident-tags", description="标签目录: which tags residents may have."
)
tags_of_residents = Blueprint(
    "tags_of_residents",
    url_prefix="/residents",
    description="居民标签: who has which tag, and from when until when.",
)


@tag_list.get()
@tag_list.paged(TagSchema, TagFilterSchema)
def list_tags(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Tag]:
    """List the tags that residents may have; for who has people in hand."""
    work.require(permissions.may_read_list(work.actor))
    return queries.tags(work, **wanted)


@tag_list.post()
@tag_list.arguments(NewTagSchema)
@tag_list.response(201, TagSchema)
@tag_list.fails(TagOnList, TagListContradicts)
def add_tag(work: UnitOfWork, wanted: dict[str, Any]) -> Tag:
    """Put a tag on the list, as staff of the district who have people in hand."""
    return actions.add_tag(work, **wanted)


@tag_list.patch("/<string:tag_code>")
@tag_list.arguments(TagChangesSchema)
@tag_list.response(200, TagSchema)
@tag_list.fails(TagListContradicts)
def change_tag(work: UnitOfWork, changes: dict[str, Any], tag_code: str) -> Tag:
    """Change a tag of the list, or retire it; its code and kind stay."""
    work.require(permissions.may_keep_list(work.actor))
    tag = work.found(queries.tag(work, tag_code))
    work.expect(tag)
    return actions.change_tag(work, tag, changes)


@tags_of_residents.get("/<uuid:resident_id>/tags")
@tags_of_residents.arguments(PageArgumentsSchema, location="query")
@tags_of_residents.response(200, TagsOfResidentSchema)
def list_tags_of_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> TagsOfResident:
    """List the tags somebody has or has had: one's own all, others' as far as one's duty needs them."""
    return actions.read_tags(work, resident_id, **wanted)


@tags_of_residents.get("/tag-reviews")
@tags_of_residents.paged(DueReviewSchema, DueReviewFilterSchema)
@tags_of_residents.fails(OutOfScope)
def list_tag_reviews(work: UnitOfWork, wanted: dict[str, Any]) -> Page[DueReview]:
    """List the tags whose day of review has come, the longest due first; who has them sees that in their access log."""
    return actions.look_through_reviews(work, **wanted)


@tags_of_residents.post("/<uuid:resident_id>/tags")
@tags_of_residents.arguments(SetTagSchema)
@tags_of_residents.response(201, ResidentTagSchema)
@tags_of_residents.fails(
    NoSuchTag, TagIsComputed, TagIsRetired, TagNeedsEnd, TagSpansOverlap, ImpossibleTagSpan, WrongState
)
def set_tag(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> ShownTag:
    """Give somebody a tag from a day on; the list says who may set which, and which are computed."""
    person = work.found(people.resident(work, resident_id, to_decide=True))
    return queries.shown(work, actions.set_tag(work, person, **wanted))


@tags_of_residents.post("/<uuid:resident_id>/tags/<uuid:tag_id>/end")
@tags_of_residents.arguments(EndTagSchema, required=False)
@tags_of_residents.response(200, ResidentTagSchema)
@tags_of_residents.fails(TagHasEnded, ImpossibleTagSpan)
def end_tag(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID, tag_id: UUID) -> ShownTag:
    """End a tag; it stays in the history with who set and who ended it."""
    person = work.found(people_actions.look_up(work, resident_id, action="end_tag"))
    row = work.found(queries.resident_tag(work, person.id, tag_id))
    return queries.shown(work, actions.end_tag(work, person, row, **wanted))


@tags_of_residents.post("/<uuid:resident_id>/tags/<uuid:tag_id>/review")
@tags_of_residents.arguments(TagReviewSchema, required=False)
@tags_of_residents.response(200, ResidentTagSchema)
@tags_of_residents.fails(TagHasEnded, TagIsRetired, ImpossibleTagSpan, WrongState)
def review_tag(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID, tag_id: UUID) -> ShownTag:
    """Note that one has looked whether a tag still holds, and it does; another day of review is set."""
    person = work.found(people.resident(work, resident_id, to_decide=True))
    row = work.found(queries.resident_tag(work, person.id, tag_id))
    return queries.shown(work, actions.review_tag(work, person, row, **wanted))
