"""Proxies over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.errors import (
    AlreadyAsked,
    BadIdNumber,
    BadName,
    BadPhone,
    BeyondLongest,
    NoAddressee,
    NotRegistered,
    OwnProxy,
    TooManyAsks,
)
from service.residents.proxies import actions, queries
from service.residents.proxies.queries import ShownProxy
from service.residents.proxies.schemas import ProxyFilterSchema, ProxyRequestSchema, ProxySchema

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
def show_proxy(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """Read a proxy, as the asker, the elder or a worker."""
    return actions.look_up(work, proxy_id)


@proxies.post("/<uuid:proxy_id>/approve")
@proxies.response(200, ProxySchema)
@proxies.fails(WrongState)
def approve_proxy(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """Approve a proxy, as the elder or a worker of the elder's community."""
    proxy = work.found(queries.proxy(work, proxy_id, to_decide=True))
    return queries.shown(work, actions.approve(work, proxy))


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
