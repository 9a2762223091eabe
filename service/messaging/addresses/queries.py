"""Questions about e-mail addresses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from service.kit.errors import NotFound
from service.kit.work import UnitOfWork
from service.messaging.addresses.models import EmailAddress
from service.messaging.addresses.rules import masked
from service.messaging.models import InboxPreferences
from service.messaging.rules import USUAL_LANGUAGE, SpokenLanguage


def own_account_id(work: UnitOfWork) -> UUID:
    """Whose address it is; raises NotFound for the service itself."""
    if work.actor.account_id is None:
        raise NotFound
    return work.actor.account_id


def own_address(work: UnitOfWork) -> EmailAddress:
    """The actor's address, proved or not; raises NotFound."""
    query = select(EmailAddress).where(EmailAddress.account_id == work.actor.account_id)
    return work.found(work.session.scalar(query.execution_options(populate_existing=True)))


@dataclass(frozen=True, slots=True)
class ShownAddress:
    """An address as its owner sees it, masked."""

    address: str
    confirmed_at: datetime | None
    version: int


def shown(work: UnitOfWork, kept: EmailAddress) -> ShownAddress:
    """An address as its owner sees it."""
    clear = opened(work, kept.account_id, kept.sealed)
    return ShownAddress(masked(clear), kept.confirmed_at, kept.version)


def confirmed_addresses(work: UnitOfWork, account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Where these accounts' mail goes, of those that have proved an address."""
    query = select(EmailAddress.account_id, EmailAddress.sealed).where(
        EmailAddress.account_id.in_(account_ids), EmailAddress.confirmed_at.is_not(None)
    )
    return {row.account_id: opened(work, row.account_id, row.sealed) for row in work.session.execute(query)}


def address_with_code(work: UnitOfWork, account_id: UUID, code_id: UUID) -> EmailAddress | None:
    """An address that is to be proved by this code, while that is good."""
    query = select(EmailAddress).where(
        EmailAddress.account_id == account_id,
        EmailAddress.code_id == code_id,
        EmailAddress.code_until > work.now,
    )
    return work.session.scalar(query)


def language(work: UnitOfWork, account_id: UUID) -> SpokenLanguage:
    """In which language an account is written to."""
    kept = work.session.get(InboxPreferences, account_id)
    return kept.language if kept else USUAL_LANGUAGE


def opened(work: UnitOfWork, account_id: UUID, sealed: bytes) -> str:
    """An address in clear."""
    return work.house.cipher.decrypt(sealed, bound_to=bound_to(account_id))


def bound_to(account_id: UUID) -> str:
    """To which place an account's address is bound."""
    return f"email_addresses.sealed:{account_id}"
