"""The shapes of privacy in JSON."""

from service.kit import fields
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
