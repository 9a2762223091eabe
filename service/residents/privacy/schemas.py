"""The shapes of privacy in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.background import RunStatus
from service.kit.fields import Schema


class ReaderSchema(Schema):
    """Who looked: staff by name, role and place; another resident only as far as one knows them."""

    name = fields.String(required=True, metadata={"example": "王芳"})
    role = fields.String(required=True, allow_none=True, metadata={"example": "社区工作者"})
    place = fields.String(required=True, allow_none=True, metadata={"example": "胜利路社区"})


class ReadingSchema(Schema):
    """That somebody looked at one's data."""

    id = fields.UUID(required=True)
    at = fields.Moment(required=True)
    action = fields.String(required=True, metadata={"example": "read_sensitive"})
    what = fields.String(required=True, metadata={"example": "查看了您的电话和身份证号"})
    purpose = fields.String(required=True, allow_none=True, metadata={"example": "上门走访"})
    reader = fields.Nested(ReaderSchema, required=True)


class PersonalCopySchema(Schema):
    """The copy of a person's data: where it stands and, once it is ready, where to fetch it until when."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    status = fields.Enum(RunStatus, required=True)
    asked_at = fields.Moment(required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    ready_at = fields.Moment(required=True, allow_none=True)
    expires_at = fields.Moment(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes."})
    url = fields.String(
        required=True, allow_none=True, metadata={"description": "Opens it for who is logged in."}
    )


class CopyTokenSchema(Schema):
    """The secret of the link."""

    token = fields.String(
        required=True, validate=validate.Length(min=1, max=200), metadata={"example": "0f3c…"}
    )


class MediatedRequestSchema(Schema):
    """Why a worker acts for somebody, and what was signed or proves it."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=500), metadata={"example": "本人书面申请"}
    )
    attachment = fields.UUID(metadata={"description": "The signed sheet or proof: the id of an upload."})


class OwnErasureSchema(Schema):
    """Without a confirmation one only reads what would be erased and what kept."""

    confirmation = fields.String(
        validate=validate.Length(min=1, max=500),
        metadata={"description": "From the answer of the first step."},
    )


class MediatedErasureSchema(MediatedRequestSchema):
    """Why a worker erases somebody, and in the second step the confirmation."""

    confirmation = fields.String(
        validate=validate.Length(min=1, max=500),
        metadata={"description": "From the answer of the first step."},
    )


class EndedMatterSchema(Schema):
    """Something under way that ends with the erasure."""

    what = fields.String(required=True)
    at = fields.Moment(required=True, allow_none=True)
    subject = fields.UUID(required=True)


class KeptSchema(Schema):
    """What has to be kept, and why, in both languages."""

    what = fields.String(required=True)
    because = fields.String(required=True)
    what_en = fields.String(required=True)
    because_en = fields.String(required=True)


class ErasingSchema(Schema):
    """What an erasure ends and what stays; `erased_at` is null while it is to be confirmed."""

    resident_id = fields.UUID(required=True)
    erased_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    ended = fields.List(fields.Nested(EndedMatterSchema), required=True)
    kept = fields.List(fields.Nested(KeptSchema), required=True)
    confirmation = fields.String(required=True, allow_none=True)
    confirm_before = fields.Moment(required=True, allow_none=True)
