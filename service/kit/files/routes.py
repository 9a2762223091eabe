"""Uploads over HTTP."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, g, url_for
from flask_smorest.fields import Upload

from service.kit import fields
from service.kit.api import Blueprint
from service.kit.fields import Schema
from service.kit.files import actions
from service.kit.files.errors import TooManyUploads, UnknownFileType, UploadTooLarge
from service.kit.files.models import File
from service.kit.files.storing import read_stored
from service.kit.house import house_of
from service.kit.operations import Unfinished
from service.kit.work import UnitOfWork

files = Blueprint(
    "files", url_prefix="/files", description="文件: images and PDF that other things refer to."
)
CONTENT = {"type": "string", "format": "binary"}
CONTENTS = {media_type: {"schema": CONTENT} for media_type in actions.MEDIA_TYPES}


class FileUploadSchema(Schema):
    """A file."""

    file = Upload(required=True)


class FileSchema(Schema):
    """A kept file."""

    id = fields.UUID(required=True)
    url = fields.String(required=True, metadata={"example": "/api/v1/files/0190…"})
    media_type = fields.String(required=True, metadata={"example": "image/png"})
    size = fields.Integer(required=True)


@files.post()
@files.arguments(FileUploadSchema, location="files")
@files.response(201, FileSchema)
@files.fails(UnknownFileType, UploadTooLarge, TooManyUploads)
def upload_file(work: UnitOfWork, uploads: dict[str, Any]) -> dict[str, Any]:
    """Upload an image or a PDF."""
    return _told(work, actions.keep(work, uploads["file"].read()))


@files.get("/<uuid:file_id>")
@files.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@files.response(200, CONTENT, content_type=actions.MEDIA_TYPES[0])
def get_file(work: UnitOfWork, file_id: UUID) -> Response:
    """Download a file: one's own, or one that is shown to all."""
    return answer_with(actions.read(work, file_id))


def answer_with(found: File) -> Response:
    """The file itself, to be shown and not to be kept by anybody on the way; who names its ETag has it already."""
    g.etag = f'"{found.id}"'
    shown: dict[str, Any] = {
        "mimetype": found.media_type,
        "headers": {"Content-Disposition": "inline", "Cache-Control": "private, max-age=86400"},
    }
    if found.body is None:
        house = house_of()
        return Unfinished(partial(read_stored, house, found), **shown)
    return Response(found.body, **shown)


def _told(work: UnitOfWork, kept: File) -> dict[str, Any]:
    work.session.flush()
    return {
        "id": kept.id,
        "url": url_for("files.get_file", file_id=kept.id),
        "media_type": kept.media_type,
        "size": kept.size,
    }
