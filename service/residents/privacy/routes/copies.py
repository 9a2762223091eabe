"""Copies of one's own data over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, url_for

from service.kit.api import Blueprint
from service.kit.errors import NotFound
from service.kit.files.errors import NoSuchFile
from service.kit.work import UnitOfWork
from service.residents.people import queries as people
from service.residents.privacy import actions, queries
from service.residents.privacy.errors import CopyNotReady, CopyUnderWay, ProofMissing
from service.residents.privacy.models import PersonalCopy
from service.residents.privacy.schemas import CopyTokenSchema, MediatedRequestSchema, PersonalCopySchema

_ZIP = "application/zip"

personal_copies = Blueprint(
    "personal_copies", url_prefix="/residents", description="副本: a copy of one's own data."
)


@personal_copies.post("/me/export")
@personal_copies.response(202, PersonalCopySchema)
@personal_copies.fails(NotFound, CopyUnderWay)
def export_my_data(work: UnitOfWork) -> dict[str, Any]:
    """Ask for a copy of all that is held about oneself; one is told when it is ready."""
    return _told(work, actions.ask_for_own_copy(work))


@personal_copies.post("/<uuid:resident_id>/export")
@personal_copies.arguments(MediatedRequestSchema)
@personal_copies.response(202, PersonalCopySchema)
@personal_copies.fails(NoSuchFile, ProofMissing, CopyUnderWay)
def export_resident_data(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """Ask as a worker for the copy of a resident who can not, or, with proof, for a near relative of one who died."""
    person = work.found(people.resident(work, resident_id))
    return _told(work, actions.ask_for_copy(work, person, **wanted))


@personal_copies.get("/me/export/<uuid:copy_id>", kept_nowhere=True)
@personal_copies.response(200, PersonalCopySchema)
def get_my_copy(work: UnitOfWork, copy_id: UUID) -> dict[str, Any]:
    """Read where a copy stands that one asked for, or that is about oneself."""
    return _told(work, work.found(queries.copy(work, copy_id)))


@personal_copies.get("/me/export/<uuid:copy_id>/file", audited=True, kept_nowhere=True)
@personal_copies.arguments(CopyTokenSchema, location="query")
@personal_copies.response(200, {"type": "string", "format": "binary"}, content_type=_ZIP)
@personal_copies.fails(CopyNotReady)
def fetch_my_copy(work: UnitOfWork, secret: dict[str, str], copy_id: UUID) -> Response:
    """Fetch a copy: a zip of `data.json` and a page to read and print."""
    body = actions.open_copy(work, copy_id, secret["token"])
    attached = {"Content-Disposition": 'attachment; filename="linli-my-data.zip"'}
    return Response(body, mimetype=_ZIP, headers=attached)


def _told(work: UnitOfWork, copy: PersonalCopy) -> dict[str, Any]:
    shown = queries.shown_copy(work, copy)
    url = None
    if shown.ready_at is not None:
        token = actions.link_secret(work, shown.id)
        url = url_for("personal_copies.fetch_my_copy", copy_id=shown.id, token=token)
    return {
        "id": shown.id,
        "resident_id": shown.resident_id,
        "status": shown.status,
        "asked_at": shown.asked_at,
        "acted_by": shown.acted_by,
        "ready_at": shown.ready_at,
        "expires_at": shown.expires_at,
        "size": shown.size,
        "url": url,
    }
