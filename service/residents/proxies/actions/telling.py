"""What people hear of proxies."""

from uuid import UUID

from service.accounts import queries as accounts
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.residents import texts
from service.residents.models import Proxy
from service.residents.people.actions import tell_workers
from service.residents.proxies import queries, rules
from service.residents.rules import ProxyStatus


def tell_of_ask(work: UnitOfWork, proxy_id: UUID) -> None:
    """Tell the elder, or who decides for one without an account, that somebody asks.

    It is done after the ask, so that its time gives nothing away.
    """
    proxy = work.session.get(Proxy, proxy_id)
    if proxy is None or proxy.elder_id is None or proxy.status is not ProxyStatus.PENDING:
        return
    if accounts.account_ids_of_resident(work, proxy.elder_id):
        tell_elder(work, proxy, texts.PROXY_ASKED)
    else:
        path = queries.elder_path(work, proxy)
        tell_workers(work, path, texts.PROXY_TO_DECIDE, subject=proxy.id)


def tell_elder(work: UnitOfWork, proxy: Proxy, text: SpokenText) -> None:
    """Say it to the elder alone: no proxy decides about a proxy."""
    _tell(work, proxy, Recipient(resident_id=proxy.elder_id), text)


def tell_asker(work: UnitOfWork, proxy: Proxy, text: SpokenText) -> None:
    """Say it to who asked."""
    _tell(work, proxy, Recipient(account_id=proxy.account_id), text)


def _tell(work: UnitOfWork, proxy: Proxy, person: Recipient, text: SpokenText) -> None:
    tell(
        work,
        person,
        text,
        subject=proxy.id,
        proxy=proxy.shown_name,
        elder=proxy.elder_named,
        relation=proxy.shown_relation or texts.RELATION_NOT_SHOWN,
        scopes=rules.in_words(proxy.scopes),
        valid_until=proxy.valid_until,
    )
