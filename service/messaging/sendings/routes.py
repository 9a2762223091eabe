"""Sendings over HTTP: for who runs the system, and the reports of the voice gateway."""

from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE

from service.kit.api import Blueprint
from service.kit.errors import NotFound, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.messaging.sendings import actions, queries
from service.messaging.sendings.models import Sending
from service.messaging.sendings.schemas import (
    ChannelStatesSchema,
    SendingFilterSchema,
    SendingSchema,
    VoiceReportSchema,
    VoiceReportsTakenSchema,
    VoiceTokenSchema,
)

sendings = Blueprint("sendings", url_prefix="/sendings", description="发送: what goes out by which channel.")


@sendings.get()
@sendings.paged(SendingSchema, SendingFilterSchema)
def list_sendings(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Sending]:
    """List what went out, the newest first; `status=dead` are those that were given up."""
    return queries.sendings_to_tend(work, **wanted)


@sendings.get("/channels")
@sendings.response(200, ChannelStatesSchema)
def list_sending_channels(work: UnitOfWork) -> dict[str, Any]:
    """List the channels: which are set up, and which rest because their gateway fails."""
    return {"items": queries.channels_to_tend(work)}


@sendings.post("/voice-reports", public=True)
@sendings.arguments(VoiceTokenSchema, location="query")
# They tell more than is asked for here, and may tell more one day.
@sendings.arguments(VoiceReportSchema(many=True), unknown=EXCLUDE)
@sendings.response(200, VoiceReportsTakenSchema)
@sendings.fails(NotFound)
def take_voice_reports(
    work: UnitOfWork, secret: dict[str, str], told: list[dict[str, Any]]
) -> dict[str, Any]:
    """Hear from the voice gateway how calls ended; the address that it was given has a secret in it."""
    actions.take_voice_reports(work, secret["token"], told)
    return {"code": 0, "msg": "成功"}


@sendings.post("/<uuid:sending_id>/resend")
@sendings.response(200, SendingSchema)
@sendings.fails(NotFound, WrongState)
def resend_sending(work: UnitOfWork, sending_id: UUID) -> Sending:
    """Send again what was given up."""
    return actions.resend(work, sending_id)
