"""The shapes of notices in JSON."""

from typing import Any

from marshmallow import validate

from service.events.notices.rules import (
    MOST_ATTACHMENTS,
    MOST_REGIONS,
    MOST_TAGS,
    Category,
    NoticeStatus,
    Priority,
)
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_TITLE = {"example": "周三停水通知"}
_BODY = {
    "example": "**3 月 4 日** 8:00–17:00 停水，请提前储水。",
    "description": "Markdown; HTML in it is shown as text, images are attachments.",
}
_REGIONS = {"example": ["330211001001"]}


def _title(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, 60), metadata=_TITLE, **options)


def _body(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, 20_000), metadata=_BODY, **options)


def _codes(most: int, least: int = 0, **options: Any) -> fields.List[Any]:
    one = fields.String(validate=validate.Length(1, 40))
    return fields.List(one, validate=validate.Length(least, most), **options)


def _attachments() -> fields.List[Any]:
    return fields.List(fields.UUID(), validate=validate.Length(max=MOST_ATTACHMENTS))


class NewNoticeSchema(Schema):
    """What to say, to whom, from when and until when."""

    title = _title(required=True)
    body = _body(required=True)
    category = fields.Enum(Category, required=True)
    priority = fields.Enum(Priority, load_default=Priority.NORMAL)
    region_codes = _codes(MOST_REGIONS, 1, required=True, metadata=_REGIONS)
    audience = _codes(
        MOST_TAGS, metadata={"description": "Tags; who has any of them. None: everybody there."}
    )
    public = fields.Boolean(
        attribute="is_public", metadata={"description": "In the feeds, open to the world."}
    )
    attachments = _attachments()
    publish_at = fields.Moment(allow_none=True)
    expires_at = fields.Moment(allow_none=True)
    pin_until = fields.Moment(allow_none=True)
    needs_confirmation = fields.Boolean()


class NoticeChangesSchema(Schema):
    """What to change: of a draft anything; of a published notice title, body, attachments, end and pin."""

    title = _title()
    body = _body()
    category = fields.Enum(Category)
    priority = fields.Enum(Priority)
    region_codes = _codes(MOST_REGIONS, 1, metadata=_REGIONS)
    audience = _codes(MOST_TAGS)
    public = fields.Boolean(attribute="is_public")
    attachments = _attachments()
    publish_at = fields.Moment(allow_none=True)
    expires_at = fields.Moment(allow_none=True)
    pin_until = fields.Moment(allow_none=True)
    needs_confirmation = fields.Boolean()


class NoticeReasonSchema(Schema):
    """Why."""

    reason = fields.String(
        required=True, validate=validate.Length(1, 200), metadata={"example": "停水时间有变，另行通知。"}
    )


class NoticeReaderSchema(Schema):
    """Of whom: the elder for whom a proxy acts; without it oneself."""

    resident_id = fields.UUID()


class NoticeFilterSchema(PageArgumentsSchema):
    """Which notices: residents narrow theirs by category and `unread`, staff those of their places by the others."""

    category = fields.Enum(Category)
    resident_id = fields.UUID()
    unread = fields.Boolean(
        metadata={"description": "Of the last 90 days those not read yet, or those read."}
    )
    status = fields.Enum(NoticeStatus)
    region_code = fields.String(validate=validate.Length(1, 40))


class ListedNoticeSchema(Schema):
    """A notice in a list."""

    id = fields.UUID(required=True)
    title = fields.String(required=True, metadata=_TITLE)
    summary = fields.String(required=True, metadata={"description": "How its text begins."})
    category = fields.Enum(Category, required=True)
    priority = fields.Enum(Priority, required=True)
    status = fields.Enum(NoticeStatus, required=True)
    region_codes = fields.List(fields.String(), required=True, metadata=_REGIONS)
    public = fields.Boolean(required=True, attribute="is_public")
    needs_confirmation = fields.Boolean(required=True)
    attachments = fields.List(fields.UUID(), required=True)
    publish_at = fields.Moment(required=True, allow_none=True)
    published_at = fields.Moment(required=True, allow_none=True)
    expires_at = fields.Moment(required=True, allow_none=True)
    pin_until = fields.Moment(required=True, allow_none=True)
    read_at = fields.Moment(required=True, allow_none=True)
    confirmed_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class AddressingSchema(Schema):
    """How far noting the addressees has come; `of` is null until they are counted."""

    done = fields.Integer(required=True)
    of = fields.Integer(required=True, allow_none=True)
    ended_at = fields.Moment(required=True, allow_none=True)


class NoticeSchema(ListedNoticeSchema):
    """A notice. What is for its keepers only is null to residents, and so is the text of what was withdrawn."""

    body = fields.String(required=True, allow_none=True, metadata=_BODY)
    body_html = fields.String(
        required=True, allow_none=True, metadata={"description": "The body rendered; safe to show as it is."}
    )
    text_number = fields.Integer(
        required=True, metadata={"description": "Which of its published texts this is; 0 before the first."}
    )
    audience = fields.List(fields.String(), required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    written_by = fields.UUID(required=True, allow_none=True)
    submitted_by = fields.UUID(required=True, allow_none=True)
    published_by = fields.UUID(required=True, allow_none=True)
    needs_review = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Of a draft whether the policy has another person publish it."},
    )
    addressing = fields.Nested(AddressingSchema, required=True, allow_none=True)


class NoticeTextSchema(Schema):
    """What a notice said since a moment."""

    number = fields.Integer(required=True)
    title = fields.String(required=True, metadata=_TITLE)
    body = fields.String(required=True, metadata=_BODY)
    body_html = fields.String(required=True)
    attachments = fields.List(fields.UUID(), required=True)
    written_by = fields.UUID(required=True)
    since = fields.Moment(required=True)


class NoticeAudienceSchema(Schema):
    """How many people a notice would address, or addressed."""

    notice_id = fields.UUID(required=True)
    people = fields.Integer(required=True)


class NoticeReadingSchema(Schema):
    """What somebody has read and confirmed of a notice."""

    notice_id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    read_at = fields.Moment(required=True, allow_none=True)
    confirmed_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class GridReceiptsSchema(Schema):
    """How many a notice addressed in a grid, and how many of them have read and confirmed it."""

    grid_code = fields.String(required=True, metadata={"example": "330211001001-001"})
    grid_name = fields.String(required=True, metadata={"example": "第一网格"})
    addressed = fields.Integer(required=True)
    read = fields.Integer(required=True)
    confirmed = fields.Integer(required=True)
