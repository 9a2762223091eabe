"""Leaving no name of somebody who is erased, nor of who could act long ago."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from service.accounts import queries as accounts
from service.kit.acting import forget_names
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.residents import texts
from service.residents.models import Proxy
from service.residents.proxies import queries
from service.residents.proxies.actions.ending import end
from service.residents.proxies.actions.telling import tell_asker
from service.residents.rules import ERASED_NAME, ProxyStatus


def forget_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Nobody acts for them, they act for nobody, and neither name nor proof is left, in no domain where they acted.

    An ask to act for them waits on, since its end would tell the asker; it means nobody any more.
    """
    for_them, by_them = queries.every_proxy_for(work, resident_id), queries.every_proxy_by(work, resident_id)
    for proxy in for_them:
        if proxy.status is ProxyStatus.APPROVED:
            end(work, proxy, ProxyStatus.REVOKED)
            tell_asker(work, proxy, texts.PROXY_ENDED)
        if proxy.status is ProxyStatus.PENDING:
            proxy.elder_id = None
    for proxy in by_them:
        if proxy.status in (ProxyStatus.PENDING, ProxyStatus.APPROVED):
            end(work, proxy, ProxyStatus.REVOKED)
        proxy.name, proxy.relation = ERASED_NAME, ""
        proxy.content_state = proxy.content_by = None
    _drop_evidence(work, [*for_them, *by_them])
    forget_names(work, accounts.every_account_id_of(work, resident_id))


def forget_ended(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what ended before that moment; how many there were."""
    ended = queries.ended_before(work, oldest, limit)
    _drop_evidence(work, ended)
    work.session.execute(delete(Proxy).where(Proxy.id.in_([proxy.id for proxy in ended])))
    return len(ended)


def _drop_evidence(work: UnitOfWork, proxies: Sequence[Proxy]) -> None:
    """What shows who somebody is, and by which they could be found."""
    papers = [paper for proxy in proxies for paper in (proxy.proof_id, proxy.attachment_id) if paper]
    for proxy in proxies:
        proxy.elder_lookup = proxy.id.bytes
        proxy.proof_id = proxy.attachment_id = proxy.witness = None
    files.drop(work, papers)
