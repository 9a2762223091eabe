"""Proxies over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.accounts.codes.actions import AskedCode
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes, WrongCode
from service.kit.api import Blueprint
from service.kit.errors import WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.errors import (
    AlreadyAsked,
    BadIdNumber,
    BadName,
    BadPhone,
    BeyondAsked,
    BeyondLongest,
    EvidenceMissing,
    NoAddressee,
    NotRegistered,
    OwnProxy,
    TooManyAsks,
)
from service.residents.proxies import actions, queries
from service.residents.proxies.actions import Agreement
from service.residents.proxies.queries import ShownProxy
from service.residents.proxies.schemas import (
    AgreementCodeSchema,
    ApprovalSchema,
    CodeRequestSchema,
    ExtensionSchema,
    ProxyFilterSchema,
    ProxyRequestSchema,
    ProxySchema,
)

_AGREEING = (BadMobile, WrongCode, EvidenceMissing, NoSuchFile)

proxies = Blueprint("proxies", url_prefix="/proxies", description="代办: who may act for an elder, in what.")


@proxies.post()
@proxies.arguments(ProxyRequestSchema)
@proxies.response(201, ProxySchema)
@proxies.fails(
    BadName,
    BadPhone,
    BadIdNumber,
    NoAddressee,
    OwnProxy,
    BeyondLongest,
    AlreadyAsked,
    NotRegistered,
    TooManyAsks,
    NoSuchFile,
)
def ask_to_be_proxy(work: UnitOfWork, wanted: dict[str, Any]) -> ShownProxy:
    """Ask to act for an elder; the answer is the same whether or not such an elder is on record."""
    return queries.shown(work, actions.ask(work, **wanted))


@proxies.get()
@proxies.paged(ProxySchema, ProxyFilterSchema)
def list_proxies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownProxy]:
    """List whom one acts for and who acts for oneself; for workers, those of their part of the district."""
    return actions.look_through(work, **wanted)


@proxies.get("/<uuid:proxy_id>")
@proxies.response(200, ProxySchema)
def get_proxy(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """Read a proxy, as the asker, the elder or a worker."""
    return actions.look_up(work, proxy_id)


@proxies.post("/<uuid:proxy_id>/code")
@proxies.arguments(CodeRequestSchema)
@proxies.response(202, AgreementCodeSchema)
@proxies.fails(BadMobile, BadPhone, TooManyCodes, SmsNotOffered)
def ask_for_agreement_code(work: UnitOfWork, wanted: dict[str, Any], proxy_id: UUID) -> AskedCode:
    """Send the elder a code by SMS, as asker or worker; the answer is the same if it is not their telephone."""
    proxy = work.found(queries.proxy(work, proxy_id))
    return actions.ask_for_code(work, proxy, wanted["phone"])


@proxies.post("/<uuid:proxy_id>/approve")
@proxies.arguments(ApprovalSchema, required=False)
@proxies.response(200, ProxySchema)
@proxies.fails(WrongState, *_AGREEING, BeyondAsked)
def approve_proxy(work: UnitOfWork, wanted: dict[str, Any], proxy_id: UUID) -> ShownProxy:
    """Approve a proxy: as the elder, as a worker of the elder's community, or as the asker with the elder's code."""
    proxy = work.found(queries.proxy(work, proxy_id, to_decide=True))
    less = {name: wanted.pop(name) for name in ("scopes", "valid_until") if name in wanted}
    return queries.shown(work, actions.approve(work, proxy, Agreement(**wanted), **less))


@proxies.post("/<uuid:proxy_id>/extend")
@proxies.arguments(ExtensionSchema)
@proxies.response(200, ProxySchema)
@proxies.fails(WrongState, *_AGREEING, BeyondLongest)
def extend_proxy(work: UnitOfWork, wanted: dict[str, Any], proxy_id: UUID) -> ShownProxy:
    """Let a proxy go on until a later day, agreed to as at the beginning."""
    proxy = work.found(queries.proxy(work, proxy_id, to_decide=True))
    valid_until = wanted.pop("valid_until")
    return queries.shown(work, actions.extend(work, proxy, Agreement(**wanted), valid_until=valid_until))


@proxies.get("/<uuid:proxy_id>/attachments/<uuid:file_id>")
@proxies.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@proxies.response(200, CONTENT, content_type=MEDIA_TYPES[0])
def get_proxy_attachment(work: UnitOfWork, proxy_id: UUID, file_id: UUID) -> Response:
    """Download what shows the elder's agreement, as asker or as who decides, or as asker or worker what shows the relation.

    Others' reads than the asker's are audited.
    """
    proxy = work.found(queries.proxy(work, proxy_id))
    return answer_with(actions.read_attachment(work, proxy, file_id))


@proxies.post("/<uuid:proxy_id>/refuse")
@proxies.response(200, ProxySchema)
@proxies.fails(WrongState)
def refuse_proxy(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """Refuse a proxy, as the elder or a worker of the elder's community."""
    proxy = work.found(queries.proxy(work, proxy_id, to_decide=True))
    return queries.shown(work, actions.refuse(work, proxy))


@proxies.post("/<uuid:proxy_id>/revoke")
@proxies.response(200, ProxySchema)
@proxies.fails(WrongState)
def revoke_proxy(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """End a proxy at once, as the elder, the proxy or a worker."""
    proxy = work.found(queries.proxy(work, proxy_id, to_decide=True))
    return queries.shown(work, actions.revoke(work, proxy))
