"""Asking to act for an elder, and approving, refusing, revoking and ending it.

Whether the elder named by the asker is on record changes neither the answer nor what is stored for the asker: an
ask that meant nobody waits like any other, and runs out.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from service.accounts import queries as accounts
from service.kit.clock import local_date
from service.kit.errors import Forbidden, WrongState
from service.kit.pages import Page
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.residents import messages, texts
from service.residents.errors import NoAddressee, NotRegistered, OwnProxy, TooManyAsks
from service.residents.homes import actions as homes
from service.residents.models import Proxy, Resident
from service.residents.people import queries as people
from service.residents.people.actions import tell_workers
from service.residents.people.rules import masked_name, normal_id_number, normal_name, normal_phone
from service.residents.proxies import permissions, queries, rules
from service.residents.proxies.queries import ShownProxy
from service.residents.rules import ProxyScope, ProxyStatus, ResidentStatus, check_proxy_move


def look_through(work: UnitOfWork, **wanted: Any) -> Page[ShownProxy]:
    """The proxies that the actor may see; whose a worker reads is kept in the audit trail."""
    found = queries.proxies(work, **wanted)
    _note_read(work, "list_proxies", found.items)
    return found


def look_up(work: UnitOfWork, proxy_id: UUID) -> ShownProxy:
    """One proxy that the actor may see; raises NotFound."""
    found = queries.shown(work, work.found(queries.proxy(work, proxy_id)))
    _note_read(work, "show_proxy", [found], subject=proxy_id)
    return found


def _note_read(
    work: UnitOfWork, action: str, proxies: Sequence[ShownProxy], *, subject: UUID | None = None
) -> None:
    if work.actor.is_staff:
        elders = {each.elder.resident_id for each in proxies if each.elder.resident_id}
        work.audit(action, subject=subject, people=elders)


def ask(
    work: UnitOfWork,
    *,
    elder: dict[str, str],
    relation: str,
    scopes: list[ProxyScope],
    valid_until: date | None,
) -> Proxy:
    """Ask to act for an elder; without a last day for as long as the rule allows."""
    actor = work.actor
    if actor.account_id is None or not actor.is_resident:
        raise Forbidden
    asker = people.own(work)
    if asker is None or asker.status in (ResidentStatus.REJECTED, ResidentStatus.DECEASED):
        raise NotRegistered
    today = local_date(work.now)
    last_day = valid_until or rules.longest(today)
    rules.check_valid_until(last_day, today)
    named, lookup, elder_id = _elder(work, elder)
    if elder_id is not None and elder_id == asker.id:
        raise OwnProxy
    _check_number(work, actor.account_id)
    proxy = Proxy(
        id=work.new_id(),
        elder_id=elder_id,
        elder_named=named,
        elder_lookup=lookup,
        account_id=actor.account_id,
        name=asker.name,
        relation=relation,
        scopes=rules.in_order(scopes),
        status=ProxyStatus.PENDING,
        valid_until=last_day,
        asked_at=work.now,
    )
    work.session.add(proxy)
    work.session.flush()
    work.announce(messages.ProxyAsked(proxy_id=proxy.id, elder_id=elder_id))
    return proxy


def _check_number(work: UnitOfWork, account_id: UUID) -> None:
    people.lock_account(work, account_id)
    if queries.waiting_asks_of(work, account_id) >= rules.MOST_WAITING:
        raise TooManyAsks(most=rules.MOST_WAITING)


def tell_of_ask(work: UnitOfWork, proxy_id: UUID) -> None:
    """Tell the elder, or who decides for one without an account, that somebody asks.

    It is done after the ask, so that its time gives nothing away.
    """
    proxy = work.session.get(Proxy, proxy_id)
    if proxy is None or proxy.elder_id is None or proxy.status is not ProxyStatus.PENDING:
        return
    if accounts.account_ids_of_resident(work, proxy.elder_id):
        _tell_elder(work, proxy, texts.PROXY_ASKED)
    else:
        path = queries.elder_path(work, proxy)
        tell_workers(work, path, texts.PROXY_TO_DECIDE, subject=proxy.id)


def approve(work: UnitOfWork, proxy: Proxy) -> Proxy:
    """Let the asker act for the elder from now on; nobody acts for the dead."""
    _decide(work, proxy, ProxyStatus.APPROVED)
    elder_id = work.found(proxy.elder_id)
    elder_status = queries.elder_status(work, elder_id)
    if elder_status is ResidentStatus.DECEASED:
        raise WrongState(state=elder_status)
    work.announce(messages.ProxyApproved(proxy_id=proxy.id, elder_id=elder_id, account_id=proxy.account_id))
    _tell_asker(work, proxy, texts.PROXY_APPROVED)
    if not permissions.is_elder(work.actor, proxy):
        _tell_elder(work, proxy, texts.PROXY_GRANTED)
    return proxy


def refuse(work: UnitOfWork, proxy: Proxy) -> Proxy:
    """Do not let the asker act for the elder."""
    _decide(work, proxy, ProxyStatus.REFUSED)
    _tell_asker(work, proxy, texts.PROXY_REFUSED)
    return proxy


def revoke(work: UnitOfWork, proxy: Proxy) -> Proxy:
    """End it at once, or take back an ask that still waits."""
    work.require(permissions.may_revoke(work.actor, proxy, queries.elder_path(work, proxy)))
    was_in_force = proxy.status is ProxyStatus.APPROVED
    check_proxy_move(proxy.status, ProxyStatus.REVOKED)
    end(work, proxy, ProxyStatus.REVOKED)
    if was_in_force and not permissions.is_asker(work.actor, proxy):
        _tell_asker(work, proxy, texts.PROXY_ENDED)
    if was_in_force and not permissions.is_elder(work.actor, proxy):
        _tell_elder(work, proxy, texts.PROXY_WITHDRAWN)
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
            _tell_asker(work, proxy, texts.PROXY_ENDED)


def end_proxies_of(work: UnitOfWork, resident_id: UUID) -> None:
    """End all who act for somebody who has died, and for whom that person acted.

    An ask to act for them waits on, since its end would tell the asker of the death.
    """
    for proxy in queries.approved_proxies_of(work, resident_id):
        end(work, proxy, ProxyStatus.REVOKED)
        _tell_asker(work, proxy, texts.PROXY_ENDED_BY_DEATH)
        homes.note_ended(work, resident_id, rules.standing_of(proxy.name), subject=proxy.id)
    for proxy in queries.open_proxies_by(work, accounts.resting_account_ids(work, resident_id)):
        was_in_force = proxy.status is ProxyStatus.APPROVED
        end(work, proxy, ProxyStatus.REVOKED)
        if was_in_force:
            _tell_elder(work, proxy, texts.PROXY_WITHDRAWN)


def find_asks_for(work: UnitOfWork, elder_id: UUID) -> None:
    """Let asks that named this person before the verification reach them now."""
    elder = work.session.get(Resident, elder_id)
    if elder is None:
        return
    numbers = (elder.phone(work.house.cipher), elder.id_number(work.house.cipher))
    lookups = [_lookup(work, elder.name, number) for number in numbers if number]
    own_accounts = accounts.account_ids_of_resident(work, elder_id)
    for proxy in queries.asks_that_meant(work, lookups):
        if proxy.account_id not in own_accounts:
            # Not through the row: its version is shown to the asker, who is not to learn of this.
            work.session.execute(update(Proxy).where(Proxy.id == proxy.id).values(elder_id=elder_id))
            work.announce(messages.ProxyAsked(proxy_id=proxy.id, elder_id=elder_id))


def _elder(work: UnitOfWork, elder: dict[str, str]) -> tuple[str, bytes, UUID | None]:
    """The name as the asker sees it again, a keyed hash of what was typed, and whom it means, if anybody."""
    cipher = work.house.cipher
    name = normal_name(elder["name"], field="elder.name")
    if ("phone" in elder) == ("id_number" in elder):
        raise NoAddressee(field="elder")
    phone = normal_phone(elder["phone"], field="elder.phone") if "phone" in elder else None
    id_number = None
    if "id_number" in elder:
        id_number = normal_id_number(elder["id_number"], field="elder.id_number")
    elder_id = queries.elder_named(
        work,
        name,
        phone_lookup=cipher.lookup(phone, purpose="phone") if phone else None,
        id_number_lookup=cipher.lookup(id_number, purpose="id_number") if id_number else None,
    )
    return masked_name(name), _lookup(work, name, phone or id_number or ""), elder_id


def _lookup(work: UnitOfWork, name: str, number: str) -> bytes:
    return work.house.cipher.lookup(f"{name}\0{number}", purpose="proxy_elder")


def _decide(work: UnitOfWork, proxy: Proxy, status: ProxyStatus) -> None:
    work.require(permissions.may_decide(work.actor, proxy, queries.elder_path(work, proxy)))
    present = rules.status_now(proxy.status, proxy.asked_at, proxy.valid_until, work.now)
    if present is not ProxyStatus.PENDING:
        raise WrongState(state=present)
    proxy.status = status
    proxy.decided_by = work.actor.account_id
    proxy.decided_at = work.now


def _tell_elder(work: UnitOfWork, proxy: Proxy, text: SpokenText) -> None:
    _tell(work, proxy, Recipient(resident_id=proxy.elder_id), text)


def _tell_asker(work: UnitOfWork, proxy: Proxy, text: SpokenText) -> None:
    _tell(work, proxy, Recipient(account_id=proxy.account_id), text)


def _tell(work: UnitOfWork, proxy: Proxy, person: Recipient, text: SpokenText) -> None:
    tell(
        work,
        person,
        text,
        subject=proxy.id,
        proxy=proxy.name,
        elder=proxy.elder_named,
        relation=proxy.relation,
        scopes=rules.in_words(proxy.scopes),
        valid_until=proxy.valid_until,
    )
