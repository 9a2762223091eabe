"""Questions about the ways into an account, and about what is proven of who holds it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from service.accounts.identities import rules
from service.accounts.models import Account, AccountProof, Identity, LoginSession
from service.kit.database import any_of
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def own_identities(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[Identity]:
    """The ways into the actor's account, the oldest first."""
    own = select(Identity).where(Identity.account_id == work.actor.account_id)
    return page(work, own, by=(Identity.id,), cursor=cursor, limit=limit)


def own_identity(work: UnitOfWork, identity_id: UUID) -> Identity | None:
    """One of the ways into the actor's account."""
    return work.session.scalar(
        select(Identity).where(Identity.id == identity_id, Identity.account_id == work.actor.account_id)
    )


def identity_of(work: UnitOfWork, provider: str, subject: str) -> Identity | None:
    """Whosever it is; held until the end of the transaction."""
    found = select(Identity).where(Identity.provider == provider, Identity.subject == subject)
    return work.session.scalar(found.with_for_update())


def ways_into(work: UnitOfWork, account_id: UUID) -> int:
    """How many identities lead into an account."""
    return work.session.scalars(
        select(func.count()).select_from(Identity).where(Identity.account_id == account_id)
    ).one()


def has_fresh_login(work: UnitOfWork) -> bool:
    """Whether the actor's own login has begun a short while ago."""
    started_at = work.session.scalar(
        select(LoginSession.started_at).where(LoginSession.id == work.actor.session_id)
    )
    return started_at is not None and rules.is_fresh(started_at, work.now)


def proven_by(work: UnitOfWork, account_id: UUID, id_number_lookup: bytes, name: str) -> str | None:
    """Which provider has proven that this account's holder has this ID number and this name."""
    return work.session.scalar(
        select(AccountProof.provider).where(
            AccountProof.account_id == account_id,
            AccountProof.id_number_lookup == id_number_lookup,
            AccountProof.name_lookup == name_lookup(work, name),
        )
    )


def proven_id_number(work: UnitOfWork, account_id: UUID) -> bytes | None:
    """The keyed hash (`id_number`) of the ID number that is proven of this account's holder."""
    return work.session.scalar(
        select(AccountProof.id_number_lookup).where(AccountProof.account_id == account_id)
    )


def name_lookup(work: UnitOfWork, name: str) -> bytes:
    return work.house.cipher.lookup(rules.comparable_name(name), purpose="account_proofs.name")


def subjects_of(
    work: UnitOfWork, account_ids: Collection[UUID], providers: Collection[str]
) -> dict[UUID, str]:
    """What one of these providers calls the people behind these accounts that can be used, the newest link of each."""
    linked = (
        select(Identity.account_id, Identity.subject)
        .join(Account, Account.id == Identity.account_id)
        .where(
            Identity.account_id == any_of(account_ids),
            Identity.provider.in_(providers),
            Account.disabled_at.is_(None),
            Account.resident_died_at.is_(None),
        )
    )
    return {row.account_id: row.subject for row in work.session.execute(linked.order_by(Identity.id))}
