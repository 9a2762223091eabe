"""Notices over HTTP, and the public feeds of a place."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from service.events.notices import actions, feeds, queries
from service.events.notices.actions import Audience, Reading, ShownNotice
from service.events.notices.errors import (
    FixedOncePublished,
    ImpossibleTimes,
    NeedsReview,
    NoSuchAudience,
    NothingToConfirm,
    PublicToSome,
    ReviewedByAnother,
)
from service.events.notices.models import NoticeText
from service.events.notices.queries.pages import ListedNotice
from service.events.notices.schemas import (
    ListedNoticeSchema,
    NewNoticeSchema,
    NoticeAudienceSchema,
    NoticeChangesSchema,
    NoticeFilterSchema,
    NoticeReaderSchema,
    NoticeReadingSchema,
    NoticeReasonSchema,
    NoticeSchema,
    NoticeTextSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.errors import NoSuchRegion

notices = Blueprint("notices", url_prefix="/notices", description="公告: what residents are to know.")
feeds_of_regions = Blueprint(
    "notice_feeds", url_prefix="/regions", description="公告订阅: public notices of a place as feeds."
)
_FRESH_SECONDS = 300


@notices.get()
@notices.paged(ListedNoticeSchema, NoticeFilterSchema)
@notices.fails(OutOfScope)
def list_notices(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ListedNotice]:
    """List what a resident sees, pinned and urgent first; to staff the notices of their places, the newest first."""
    return actions.read_list(work, **wanted)


@notices.post()
@notices.arguments(NewNoticeSchema)
@notices.response(201, NoticeSchema)
@notices.fails(OutOfScope, NoSuchRegion, NoSuchAudience, PublicToSome, ImpossibleTimes, NoSuchFile)
def write_notice(work: UnitOfWork, wanted: dict[str, Any]) -> ShownNotice:
    """Write a draft."""
    return actions.shown(work, actions.write(work, **wanted))


@notices.get("/<uuid:notice_id>")
@notices.arguments(NoticeReaderSchema, location="query")
@notices.response(200, NoticeSchema)
@notices.fails(OutOfScope)
def get_notice(work: UnitOfWork, whose: dict[str, Any], notice_id: UUID) -> ShownNotice:
    """Read a notice; that alone does not mark it read."""
    return actions.read_one(work, notice_id, **whose)


@notices.patch("/<uuid:notice_id>")
@notices.arguments(NoticeChangesSchema)
@notices.response(200, NoticeSchema)
@notices.fails(
    OutOfScope,
    WrongState,
    FixedOncePublished,
    NoSuchRegion,
    NoSuchAudience,
    PublicToSome,
    ImpossibleTimes,
    NoSuchFile,
)
def change_notice(work: UnitOfWork, changes: dict[str, Any], notice_id: UUID) -> ShownNotice:
    """Change a draft, or of a published notice its text, its end and its pin; what it said is kept."""
    row = actions.readable(work, notice_id, to_change=True)
    return actions.shown(work, actions.change(work, row, changes))


@notices.post("/<uuid:notice_id>/submit")
@notices.response(200, NoticeSchema)
@notices.fails(OutOfScope, WrongState)
def submit_notice(work: UnitOfWork, notice_id: UUID) -> ShownNotice:
    """Submit a draft for another person's review."""
    return actions.shown(work, actions.submit(work, actions.readable(work, notice_id, to_change=True)))


@notices.post("/<uuid:notice_id>/return")
@notices.arguments(NoticeReasonSchema)
@notices.response(200, NoticeSchema)
@notices.fails(OutOfScope, WrongState)
def return_notice(work: UnitOfWork, why: dict[str, str], notice_id: UUID) -> ShownNotice:
    """Make a draft again of what was submitted or scheduled, and tell its author why."""
    row = actions.readable(work, notice_id, to_change=True)
    return actions.shown(work, actions.send_back(work, row, **why))


@notices.post("/<uuid:notice_id>/publish")
@notices.response(200, NoticeSchema)
@notices.fails(OutOfScope, WrongState, NeedsReview, ReviewedByAnother, ImpossibleTimes)
def publish_notice(work: UnitOfWork, notice_id: UUID) -> ShownNotice:
    """Publish a notice at once, or at the moment that it names; its addressees are noted in the background."""
    return actions.shown(work, actions.publish(work, actions.readable(work, notice_id, to_change=True)))


@notices.post("/<uuid:notice_id>/withdraw")
@notices.arguments(NoticeReasonSchema)
@notices.response(200, NoticeSchema)
@notices.fails(OutOfScope, WrongState)
def withdraw_notice(work: UnitOfWork, why: dict[str, str], notice_id: UUID) -> ShownNotice:
    """Withdraw a notice; who has read it is told why."""
    row = actions.readable(work, notice_id, to_change=True)
    return actions.shown(work, actions.withdraw(work, row, **why))


@notices.get("/<uuid:notice_id>/audience")
@notices.response(200, NoticeAudienceSchema)
@notices.fails(OutOfScope)
def count_notice_audience(work: UnitOfWork, notice_id: UUID) -> Audience:
    """Count whom a notice would address if it were published now; once published, whom it addressed."""
    return actions.count_audience(work, notice_id)


@notices.get("/<uuid:notice_id>/texts")
@notices.paged(NoticeTextSchema)
def list_notice_texts(work: UnitOfWork, wanted: dict[str, Any], notice_id: UUID) -> Page[NoticeText]:
    """List what a notice has said since it was published, the newest first; for staff."""
    return actions.read_texts(work, notice_id, **wanted)


@notices.get("/<uuid:notice_id>/attachments/<uuid:file_id>")
@notices.arguments(NoticeReaderSchema, location="query")
@notices.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@notices.response(200, CONTENT, content_type=MEDIA_TYPES[0])
@notices.fails(OutOfScope)
def get_notice_attachment(
    work: UnitOfWork, whose: dict[str, Any], notice_id: UUID, file_id: UUID
) -> Response:
    """Download an attachment of a notice that one sees."""
    return answer_with(actions.read_file(work, notice_id, file_id, **whose))


@notices.post("/<uuid:notice_id>/read", audited=False)
@notices.arguments(NoticeReaderSchema, required=False)
@notices.response(200, NoticeReadingSchema)
@notices.fails(OutOfScope, WrongState)
def mark_notice_read(work: UnitOfWork, whose: dict[str, Any], notice_id: UUID) -> Reading:
    """Mark a notice as read, for oneself or for the elder for whom one acts; the first time counts."""
    return actions.read(work, notice_id, **whose)


@notices.post("/<uuid:notice_id>/confirm")
@notices.arguments(NoticeReaderSchema, required=False)
@notices.response(200, NoticeReadingSchema)
@notices.fails(OutOfScope, WrongState, NothingToConfirm)
def confirm_notice(work: UnitOfWork, whose: dict[str, Any], notice_id: UUID) -> Reading:
    """Confirm that one knows what a notice says; it is read too, and the first time counts."""
    return actions.confirm(work, notice_id, **whose)


@feeds_of_regions.get("/<code>/notices.atom", public=True)
@feeds_of_regions.response(200, {"type": "string"}, content_type=feeds.ATOM)
@feeds_of_regions.fails(NotFound)
def get_notices_as_atom(work: UnitOfWork, code: str) -> Response:
    """Read the newest public notices of a place, of what lies above it and in it, as an Atom feed."""
    found, title, address = _feed(work, code, "notice_feeds.get_notices_as_atom")
    body = feeds.atom(found, title=title, address=address, region_code=code)
    return _answer(body, feeds.ATOM)


@feeds_of_regions.get("/<code>/notices.json", public=True)
@feeds_of_regions.response(200, {"type": "object"}, content_type=feeds.JSON_FEED)
@feeds_of_regions.fails(NotFound)
def get_notices_as_json_feed(work: UnitOfWork, code: str) -> Response:
    """Read the newest public notices of a place, of what lies above it and in it, as a JSON Feed."""
    found, title, address = _feed(work, code, "notice_feeds.get_notices_as_json_feed")
    return _answer(feeds.json_feed(found, title=title, address=address), feeds.JSON_FEED)


def _feed(work: UnitOfWork, code: str, endpoint: str) -> tuple[Any, str, str]:
    """The notices, what the feed is called, and where it is, as a reader of feeds keeps it."""
    place = work.found(regions.region(work, code))
    path = url_for(endpoint, code=code)
    address = (work.house.settings.public_url or request.host_url).rstrip("/") + path
    return queries.public_notices(work, code), f"{place.name}公告", address


def _answer(body: bytes, content_type: str) -> Response:
    """A feed that may be kept for a few minutes on the way, and is not sent again while it is the same."""
    answer = Response(body, content_type=f"{content_type}; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
