"""Asking to act for an elder.

Whether the elder named by the asker is on record changes neither the answer nor what is stored for the asker: an
ask that meant nobody waits like any other, and runs out.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from service.accounts import queries as accounts
from service.kit.clock import local_date
from service.kit.content import ContentDesk
from service.kit.errors import Forbidden
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import messages
from service.residents.errors import NoAddressee, NotRegistered, OwnProxy, TooManyAsks
from service.residents.models import Proxy, Resident
from service.residents.people import queries as people
from service.residents.people.rules import masked_name, normal_id_number, normal_name, normal_phone
from service.residents.proxies import queries, rules
from service.residents.rules import WORDS_OF_PROXY, ProxyScope, ProxyStatus, ResidentStatus


def ask(
    work: UnitOfWork,
    *,
    elder: dict[str, str],
    relation: str,
    scopes: list[ProxyScope],
    valid_until: date | None,
    proof: UUID | None = None,
) -> Proxy:
    """Ask to act for an elder; without a last day for as long as the rule allows.

    `proof` is an upload that shows the relation, such as a page of the household register.
    """
    asker, account_id = _asker(work)
    today = local_date(work.now)
    last_day = valid_until or rules.longest(today)
    rules.check_valid_until(last_day, today)
    named, lookup, elder_id = _elder(work, elder)
    if elder_id is not None and elder_id == asker.id:
        raise OwnProxy
    _check_number(work, account_id)
    if proof is not None:
        files.attach(work, [proof], field="proof")
    proxy_id = work.new_id()
    proxy = Proxy(
        id=proxy_id,
        elder_id=elder_id,
        elder_named=named,
        elder_lookup=lookup,
        account_id=account_id,
        **_said(work, proxy_id, asker, relation),
        proof_id=proof,
        scopes=rules.in_order(scopes),
        status=ProxyStatus.PENDING,
        valid_until=last_day,
        asked_at=work.now,
    )
    work.session.add(proxy)
    work.session.flush()
    work.announce(messages.ProxyAsked(proxy_id=proxy.id, elder_id=elder_id))
    return proxy


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


def _asker(work: UnitOfWork) -> tuple[Resident, UUID]:
    """Who asks, and by which account; raises Forbidden and NotRegistered."""
    actor = work.actor
    if actor.account_id is None or not actor.is_resident:
        raise Forbidden
    asker = people.own(work)
    if asker is None or asker.status in (ResidentStatus.REJECTED, ResidentStatus.DECEASED):
        raise NotRegistered
    return asker, actor.account_id


def _said(work: UnitOfWork, proxy_id: UUID, asker: Resident, relation: str) -> dict[str, Any]:
    """What the asker says of themself, looked at before the elder reads it.

    That is done where the asker lives, so that it goes alike whoever is meant.
    """
    is_verified = asker.status is ResidentStatus.VERIFIED
    checked = work.house.provider(ContentDesk).submit(
        work,
        kind=WORDS_OF_PROXY,
        subject_id=proxy_id,
        text=rules.words_to_check(asker.name, relation, is_verified=is_verified),
        region_code=asker.region_code or regions.district(work),
    )
    said = {"name": asker.name, "is_name_checked": not is_verified, "relation": relation}
    return {**said, **checked.columns()}


def _check_number(work: UnitOfWork, account_id: UUID) -> None:
    people.lock_account(work, account_id)
    if queries.waiting_asks_of(work, account_id) >= rules.MOST_WAITING:
        raise TooManyAsks(most=rules.MOST_WAITING)


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
