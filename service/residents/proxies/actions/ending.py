"""Ending what holds: at once, on its last day, or with the elder's life; and saying before that a day comes."""

from datetime import timedelta
from uuid import UUID

from service.accounts import queries as accounts
from service.kit.acting import show_acting
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents import messages, texts
from service.residents.homes import actions as homes
from service.residents.homes import queries as home_queries
from service.residents.models import Proxy
from service.residents.proxies import permissions, queries, rules
from service.residents.proxies.actions.agreeing import acting_for_elder
from service.residents.proxies.actions.telling import tell_asker, tell_elder
from service.residents.rules import ProxyStatus, check_proxy_move


def revoke(work: UnitOfWork, proxy: Proxy) -> Proxy:
    """End it at once, or take back an ask that still waits."""
    work.require(permissions.may_revoke(work.actor, proxy, queries.elder_path(work, proxy)))
    was_in_force = proxy.status is ProxyStatus.APPROVED
    check_proxy_move(proxy.status, ProxyStatus.REVOKED)
    if not permissions.is_asker(work.actor, proxy):
        show_acting(proxy, acting_for_elder(work, proxy))
    end(work, proxy, ProxyStatus.REVOKED)
    if was_in_force and not permissions.is_asker(work.actor, proxy):
        tell_asker(work, proxy, texts.PROXY_ENDED)
    if was_in_force and not permissions.is_elder(work.actor, proxy):
        tell_elder(work, proxy, texts.PROXY_WITHDRAWN)
    return proxy


def end(work: UnitOfWork, proxy: Proxy, status: ProxyStatus) -> None:
    """Note that it holds no longer, and say so to other domains if it ever held."""
    was_in_force = proxy.status is ProxyStatus.APPROVED
    proxy.status = status
    proxy.revoked_at = work.now if status is ProxyStatus.REVOKED else None
    if was_in_force and proxy.elder_id is not None:
        work.announce(
            messages.ProxyRevoked(proxy_id=proxy.id, elder_id=proxy.elder_id, account_id=proxy.account_id)
        )


def expire_proxies(work: UnitOfWork) -> None:
    """End those whose last day is over, and asks that nobody answered."""
    for proxy in queries.run_out(work):
        was_in_force = proxy.status is ProxyStatus.APPROVED
        end(work, proxy, ProxyStatus.EXPIRED)
        if was_in_force:
            tell_asker(work, proxy, texts.PROXY_ENDED)


def end_proxies_of(work: UnitOfWork, resident_id: UUID) -> None:
    """End all who act for somebody who has died, and for whom that person acted.

    An ask to act for them waits on, since its end would tell the asker of the death.
    """
    for proxy in queries.approved_proxies_of(work, resident_id):
        end(work, proxy, ProxyStatus.REVOKED)
        tell_asker(work, proxy, texts.PROXY_ENDED_BY_DEATH)
        homes.note_ended(work, resident_id, rules.standing_of(proxy.shown_name), subject=proxy.id)
    for proxy in queries.open_proxies_by(work, accounts.resting_account_ids(work, resident_id)):
        was_in_force = proxy.status is ProxyStatus.APPROVED
        end(work, proxy, ProxyStatus.REVOKED)
        if was_in_force:
            tell_elder(work, proxy, texts.PROXY_WITHDRAWN)


def apologise_to_proxies(work: UnitOfWork, departure_id: UUID) -> None:
    """Tell those whose acting ended with a death that was none."""
    for proxy in queries.proxies_among(work, home_queries.ended_by(work, departure_id)):
        tell_asker(work, proxy, texts.PROXY_DEATH_MISTAKEN)


def remind_of_end(work: UnitOfWork) -> None:
    """Tell both, some days before and again close to it, that the last day comes."""
    today = local_date(work.now)
    for times, days in enumerate(rules.REMINDED_BEFORE_DAYS, start=1):
        for proxy in queries.to_be_reminded(work, today + timedelta(days=days), fewer_than=times):
            proxy.reminders = times
            tell_asker(work, proxy, texts.PROXY_ENDS_SOON)
            tell_elder(work, proxy, texts.PROXY_OF_MINE_ENDS_SOON)
