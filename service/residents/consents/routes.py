"""Consents over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.accounts.codes.actions import AskedCode
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes, WrongCode
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.work import UnitOfWork
from service.residents.consents import actions, queries
from service.residents.consents.errors import (
    AlreadyEnded,
    AlreadyGiven,
    ConsentNotNeeded,
    ConsentTextOutdated,
    ImpossibleWay,
    NoTelephone,
    OrganisationNotNamed,
)
from service.residents.consents.queries import ShownConsent
from service.residents.consents.schemas import (
    ConsentCodeRequestSchema,
    ConsentFilterSchema,
    ConsentRequestSchema,
    ConsentSchema,
    ConsentTextArgumentsSchema,
    ConsentTextsSchema,
)
from service.residents.errors import EvidenceMissing, NotRegistered
from service.residents.proxies.schemas import AgreementCodeSchema

consents = Blueprint(
    "consents",
    url_prefix="/consents",
    description="同意: what residents agreed to, in which words, until when.",
)


@consents.get("/texts")
@consents.arguments(ConsentTextArgumentsSchema, location="query")
@consents.response(200, ConsentTextsSchema)
@consents.fails(NotFound)
def list_consent_texts(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Read what one is asked today, purpose by purpose, and what follows from not agreeing."""
    return {"texts": queries.texts_to_read(work, language(), **wanted)}


@consents.post()
@consents.arguments(ConsentRequestSchema)
@consents.response(201, ConsentSchema)
@consents.fails(
    AlreadyGiven,
    ConsentNotNeeded,
    ConsentTextOutdated,
    EvidenceMissing,
    ImpossibleWay,
    NoSuchFile,
    NotRegistered,
    NotFound,
    OrganisationNotNamed,
    OutOfScope,
    WrongState,
    WrongCode,
    NoTelephone,
)
def give_consent(work: UnitOfWork, wanted: dict[str, Any]) -> ShownConsent:
    """Agree to the present text of one purpose; as a proxy for care, or as a worker on paper, for somebody else."""
    return queries.shown(work, actions.give(work, **wanted))


@consents.post("/code", kept_nowhere=True)
@consents.arguments(ConsentCodeRequestSchema)
@consents.response(200, AgreementCodeSchema)
@consents.fails(
    ImpossibleWay,
    NoTelephone,
    OrganisationNotNamed,
    BadMobile,
    SmsNotOffered,
    TooManyCodes,
    OutOfScope,
    NotFound,
)
def ask_for_consent_code(work: UnitOfWork, wanted: dict[str, Any]) -> AskedCode:
    """Send a resident, as the worker before them, a code by which they agree to one purpose."""
    return actions.ask_for_code(work, **wanted)


@consents.get(audited=True)
@consents.paged(ConsentSchema, ConsentFilterSchema)
@consents.fails(NotRegistered, NotFound, OutOfScope)
def list_consents(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownConsent]:
    """List one's own consents, or those of whom one acts for, the newest first; ended ones too."""
    return actions.look_through(work, **wanted)


@consents.get("/<uuid:consent_id>")
@consents.response(200, ConsentSchema)
def get_consent(work: UnitOfWork, consent_id: UUID) -> ShownConsent:
    """Read a consent of one's own, or of whom one acts for."""
    return queries.shown(work, actions.look_up(work, consent_id))


@consents.get("/<uuid:consent_id>/attachment")
@consents.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@consents.response(200, CONTENT, content_type=MEDIA_TYPES[0])
def get_consent_attachment(work: UnitOfWork, consent_id: UUID) -> Response:
    """Download the sheet that was signed, of a consent of one's own, or of whom one acts for."""
    return answer_with(actions.read_attachment(work, actions.look_up(work, consent_id)))


@consents.delete("/<uuid:consent_id>")
@consents.response(200, ConsentSchema)
@consents.fails(AlreadyEnded)
def withdraw_consent(work: UnitOfWork, consent_id: UUID) -> ShownConsent:
    """Withdraw a consent; it holds no longer from this moment, and the record of it stays."""
    consent = actions.look_up(work, consent_id, to_end=True)
    work.expect(consent)
    return queries.shown(work, actions.withdraw(work, consent))
