"""Approving, refusing and extending."""

from datetime import date

from service.kit.acting import show_acting
from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.residents import messages, texts
from service.residents.errors import BeyondAsked
from service.residents.models import Proxy
from service.residents.proxies import permissions, queries, rules
from service.residents.proxies.actions.agreeing import Agreement, acting_for_elder, take_agreement
from service.residents.proxies.actions.telling import tell_asker, tell_elder
from service.residents.rules import ProxyScope, ProxyStatus, ResidentStatus


def approve(
    work: UnitOfWork,
    proxy: Proxy,
    agreement: Agreement,
    *,
    scopes: list[ProxyScope] | None = None,
    valid_until: date | None = None,
) -> Proxy:
    """Let the asker act for the elder from now on, perhaps in less than was asked; nobody acts for the dead."""
    proxy.agreed_way = take_agreement(work, proxy, agreement)
    _decide(work, proxy, ProxyStatus.APPROVED)
    _narrow(proxy, scopes, valid_until, local_date(work.now))
    elder_id = work.found(proxy.elder_id)
    elder_status = queries.elder_status(work, elder_id)
    if elder_status is ResidentStatus.DECEASED:
        raise WrongState(state=elder_status)
    work.announce(messages.ProxyApproved(proxy_id=proxy.id, elder_id=elder_id, account_id=proxy.account_id))
    _tell_both(work, proxy)
    return proxy


def refuse(work: UnitOfWork, proxy: Proxy) -> Proxy:
    """Do not let the asker act for the elder."""
    work.require(permissions.may_decide(work.actor, proxy, queries.elder_path(work, proxy)))
    show_acting(proxy, acting_for_elder(work, proxy))
    _decide(work, proxy, ProxyStatus.REFUSED)
    tell_asker(work, proxy, texts.PROXY_REFUSED)
    return proxy


def extend(work: UnitOfWork, proxy: Proxy, agreement: Agreement, *, valid_until: date) -> Proxy:
    """Let what holds go on until a later day, by the elder's word as at the beginning."""
    rules.check_valid_until(valid_until, local_date(work.now))
    proxy.agreed_way = take_agreement(work, proxy, agreement)
    present = rules.status_now(proxy.status, proxy.asked_at, proxy.valid_until, work.now)
    if present is not ProxyStatus.APPROVED:
        raise WrongState(state=present)
    proxy.valid_until = valid_until
    proxy.reminders = 0
    _tell_both(work, proxy)
    return proxy


def _decide(work: UnitOfWork, proxy: Proxy, status: ProxyStatus) -> None:
    present = rules.status_now(proxy.status, proxy.asked_at, proxy.valid_until, work.now)
    if present is not ProxyStatus.PENDING:
        raise WrongState(state=present)
    proxy.status = status
    proxy.decided_by = work.actor.account_id
    proxy.decided_at = work.now


def _narrow(proxy: Proxy, scopes: list[ProxyScope] | None, valid_until: date | None, today: date) -> None:
    """Give less than was asked, never more."""
    if scopes is not None:
        if not set(scopes) <= set(proxy.scopes):
            raise BeyondAsked(field="scopes")
        proxy.scopes = rules.in_order(scopes)
    if valid_until is not None:
        if not today <= valid_until <= proxy.valid_until:
            raise BeyondAsked(field="valid_until")
        proxy.valid_until = valid_until


def _tell_both(work: UnitOfWork, proxy: Proxy) -> None:
    tell_asker(work, proxy, texts.PROXY_APPROVED)
    if not permissions.is_elder(work.actor, proxy):
        tell_elder(work, proxy, texts.PROXY_GRANTED)
