"""The shapes of imports and exports in JSON."""

from flask_smorest.fields import Upload
from marshmallow import validate

from service.kit import fields
from service.kit.background import RunStatus
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import ImportState, OnError, Outcome, Reason
from service.residents.people.rules import Purpose
from service.residents.rules import ResidentStatus
from service.residents.walks.schemas import WordsSchema

_REGION = {
    "example": "330211001001",
    "description": "Where people live whose rows do not say it; rows may name places below it. "
    "Not needed by who serves one place only.",
}
_CREATE_PLACES = {
    "description": "Put buildings on record that are not, in the grid that the row names (or in the only one): "
    "for a community's own workers."
}
_LETTERS = {"example": "B", "description": "The letters of a column in the spreadsheet."}


class SheetUploadSchema(Schema):
    """A list of residents, xlsx or csv, told by its content."""

    file = Upload(required=True)


class ImportArgumentsSchema(Schema):
    """How a list is to be taken in."""

    dry_run = fields.Boolean(
        load_default=True, metadata={"description": "Only check; `/start` writes it then."}
    )
    on_error = fields.Enum(
        OnError,
        load_default=OnError.ALL,
        metadata={"description": "Write nothing unless `all` rows are good, or `only_good` ones."},
    )
    create_places = fields.Boolean(load_default=False, metadata=_CREATE_PLACES)
    region_code = fields.String(validate=validate.Length(min=1, max=40), metadata=_REGION)


class ImportStartSchema(Schema):
    """What is confirmed before a list that was checked is written."""

    mapping = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=3)),
        values=fields.Enum(Column, allow_none=True),
        validate=validate.Length(max=200),
        metadata={
            "example": {"C": "phone", "D": None},
            "description": "What columns hold other than was proposed, by their letters; null leaves a column out.",
        },
    )
    on_error = fields.Enum(OnError)
    create_places = fields.Boolean(metadata=_CREATE_PLACES)


class ProgressSchema(Schema):
    """How many rows this pass has done; `of` is null until the file was read."""

    done = fields.Integer(required=True)
    of = fields.Integer(required=True, allow_none=True)


class ImportCountsSchema(Schema):
    """How many rows had which outcome, or would have in a dry run."""

    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    to_merge = fields.Integer(required=True)
    bad = fields.Integer(required=True)


class ImportColumnSchema(Schema):
    """A column of the list, and what it is taken to hold; null: it is left out."""

    letters = fields.String(required=True, metadata=_LETTERS)
    header = fields.String(required=True, metadata={"example": "联系电话"})
    holds = fields.Enum(Column, required=True, allow_none=True)


class ImportRemarkSchema(Schema):
    """Why a row is bad, or what it says otherwise than the record."""

    reason = fields.Enum(Reason, required=True)
    column = fields.Enum(Column, required=True, allow_none=True)
    text = fields.Nested(WordsSchema, required=True)


class ImportRowSchema(Schema):
    """What became of a row; none of its cells, which are personal."""

    number = fields.Integer(required=True, metadata={"description": "As the spreadsheet shows it."})
    outcome = fields.Enum(Outcome, required=True)
    remarks = fields.List(fields.Nested(ImportRemarkSchema), required=True)
    resident_id = fields.UUID(required=True, allow_none=True)


class ImportSchema(Schema):
    """A list on its way into the register."""

    id = fields.UUID(required=True)
    state = fields.Enum(ImportState, required=True)
    dry_run = fields.Boolean(required=True)
    create_places = fields.Boolean(required=True)
    on_error = fields.Enum(OnError, required=True)
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    asked_by = fields.UUID(required=True, allow_none=True)
    asked_at = fields.Moment(required=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    progress = fields.Nested(ProgressSchema, required=True)
    counts = fields.Nested(ImportCountsSchema, required=True)
    columns = fields.List(
        fields.Nested(ImportColumnSchema), required=True, metadata={"description": "Empty in the list."}
    )
    first_bad = fields.List(
        fields.Nested(ImportRowSchema), required=True, metadata={"description": "The first 20."}
    )
    refusal = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": "no_header", "description": "The code of the problem with the whole file."},
    )
    refusal_text = fields.Nested(WordsSchema, required=True, allow_none=True)
    content_gone = fields.Boolean(
        required=True, metadata={"description": "Rows and workbook were deleted in time."}
    )


class ImportFilterSchema(PageArgumentsSchema):
    """Which imports."""

    state = fields.Enum(ImportState)


class ImportRowFilterSchema(PageArgumentsSchema):
    """Which rows."""

    status = fields.Enum(Outcome)


class ExportRequestSchema(Schema):
    """Which residents are to be listed; with a `purpose` telephones and ID numbers stand in full where one may see them."""

    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})
    status = fields.Enum(ResidentStatus)
    tag = fields.String(validate=validate.Length(max=40), metadata={"example": "lives_alone"})
    q = fields.String(validate=validate.Length(min=1, max=50), metadata={"example": "陈"})
    purpose = fields.Enum(Purpose)


class ExportSchema(Schema):
    """A list that is being made for oneself, or waits to be downloaded."""

    id = fields.UUID(required=True)
    status = fields.Enum(RunStatus, required=True)
    purpose = fields.Enum(Purpose, required=True, allow_none=True)
    asked_at = fields.Moment(required=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    rows = fields.Integer(required=True)
    content_gone = fields.Boolean(required=True, metadata={"description": "It was deleted in time."})
    url = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "example": "/api/v1/exports/0190…/residents.xlsx?token=…",
            "description": "Where to download it, with the asker's own login, until `link_until`; null until it is done.",
        },
    )
    link_until = fields.Moment(required=True, allow_none=True)


class ExportLinkSchema(Schema):
    """The secret of a link."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=300), metadata={"example": "…"})
