"""Proving the address to which somebody's mail goes: a code is sent there, and nothing else before it has come back.

No code is kept: it is made from the id under which it was asked for, and a key of the house.
"""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert

from service.accounts.codes import actions as codes
from service.kit.short_codes import is_same_code, short_code
from service.kit.telling import Recipient, told
from service.kit.work import UnitOfWork
from service.messaging.addresses import queries, rules, texts
from service.messaging.addresses.errors import (
    EmailAskedTooSoon,
    EmailNotOffered,
    OnlyForStaff,
    WrongEmailCode,
)
from service.messaging.addresses.messages import EmailCodeAsked
from service.messaging.addresses.models import EmailAddress
from service.messaging.channels import ChannelGateways, Down, Outgoing
from service.messaging.rules import Channel

log = structlog.get_logger()


class CodeNotSent(Exception):
    """The mail server did not take it now."""


def take_address(work: UnitOfWork, address: str) -> EmailAddress:
    """Take an address, unproved, and send a code there.

    Raises OnlyForStaff, EmailNotOffered, EmailAskedTooSoon or TooManyCodes.
    """
    work.require(work.actor.is_staff, OnlyForStaff)
    if work.house.provider(ChannelGateways).behind(Channel.EMAIL) is None:
        raise EmailNotOffered
    account_id, code_id = queries.own_account_id(work), work.new_id()
    values: dict[str, Any] = {
        "sealed": work.house.cipher.encrypt(address, bound_to=queries.bound_to(account_id)),
        "asked_at": work.now,
        "code_id": code_id,
        "code_until": work.now + rules.LASTS,
        "tries_left": rules.TRIES,
        "confirmed_at": None,
    }
    taking = insert(EmailAddress).values(account_id=account_id, **values)
    taken = taking.on_conflict_do_update(
        index_elements=[EmailAddress.account_id],
        set_=values,
        where=EmailAddress.asked_at <= work.now - rules.BETWEEN_CODES,
    )
    if work.session.scalar(taken.returning(EmailAddress.account_id)) is None:
        raise EmailAskedTooSoon(retry_after=int(rules.BETWEEN_CODES.total_seconds()))
    # Who forgets an address and takes one anew has sent a code all the same.
    codes.count_mailed_code(work, address)
    work.announce(EmailCodeAsked(account_id=account_id, code_id=code_id))
    return queries.own_address(work)


def confirm_address(work: UnitOfWork, code: str) -> EmailAddress:
    """Prove the address by the code that was sent there; raises WrongEmailCode or NotFound.

    A wrong try is spent in a transaction of its own, and stays spent.
    """
    kept = queries.own_address(work)
    if kept.confirmed_at is not None:
        return kept
    account_id, code_id = kept.account_id, kept.code_id
    is_right = code_id is not None and is_same_code(code, _code(work, account_id, code_id))
    if not work.apart(lambda apart: _spend_try(apart, account_id, code_id, is_right=is_right)):
        raise WrongEmailCode(field="code")
    return queries.own_address(work)


def forget_address(work: UnitOfWork) -> None:
    """Send no more mail to the actor; raises NotFound."""
    kept = queries.own_address(work)
    work.expect(kept)
    work.session.execute(delete(EmailAddress).where(EmailAddress.account_id == kept.account_id))


def send_code(work: UnitOfWork, account_id: UUID, code_id: UUID) -> None:
    """Send a code that is still good; raises CodeNotSent, to be tried again."""
    kept = queries.address_with_code(work, account_id, code_id)
    gateway = work.house.provider(ChannelGateways).behind(Channel.EMAIL)
    if kept is None or gateway is None:
        return
    minutes = int(rules.LASTS.total_seconds()) // 60
    words = told(
        Recipient(account_id=account_id), texts.CODE, code=_code(work, account_id, code_id), minutes=minutes
    )
    language = queries.language(work, account_id)
    content = {
        "title": words.title.in_language(language.value),
        "body": words.body.in_language(language.value),
    }
    outcome = gateway.send(Outgoing(code_id, queries.opened(work, account_id, kept.sealed), content))
    if isinstance(outcome, Down):
        raise CodeNotSent(outcome.reason)
    log.info("email_code_sent", answer=type(outcome).__name__)


def _spend_try(work: UnitOfWork, account_id: UUID, code_id: UUID | None, *, is_right: bool) -> bool:
    """Spend a try and, when it is right, the code: one statement, so of two at once one wins."""
    proved = {"confirmed_at": work.now, "code_id": None, "code_until": None}
    trying = update(EmailAddress).where(
        EmailAddress.account_id == account_id,
        EmailAddress.code_id == code_id,
        EmailAddress.code_until > work.now,
        EmailAddress.tries_left > 0,
    )
    spent = trying.values(tries_left=EmailAddress.tries_left - 1, **(proved if is_right else {}))
    found = work.session.scalar(spent.returning(EmailAddress.account_id))
    return is_right and found is not None


def _code(work: UnitOfWork, account_id: UUID, code_id: UUID) -> str:
    key = work.house.cipher.lookup(f"{account_id}\0{code_id}", purpose="email_addresses.code")
    return short_code(key, code_id.bytes, rules.DIGITS)
