"""Finding out who stands behind a proof, and linking it to an account or removing it."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from service.accounts import actions
from service.accounts.codes.actions import AskedCode, ask_code, check_code
from service.accounts.codes.errors import WrongCode
from service.accounts.codes.rules import normal_mobile
from service.accounts.errors import BadLoginCode
from service.accounts.identities import queries, rules, texts
from service.accounts.identities.errors import BadSmsCode, IdentityElsewhere, LastWayIn, LoginAgain
from service.accounts.identities.messages import PersonProven
from service.accounts.identity import Door, Identification, IdentityProviders, ProvenPerson
from service.accounts.models import Account, AccountProof, Identity
from service.accounts.rules import AccountKind, EndedBecause
from service.kit import audit
from service.kit.errors import Forbidden
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_LOGIN, _LINK = "login", "link"
_SMS_WORDS = Text("手机短信", "text message")


def identified(work: UnitOfWork, door: Door, code: str) -> Identification:
    """Who a provider says the code stands for; before the first change, for no connection is held meanwhile."""
    provider = work.house.provider(IdentityProviders).behind(door)
    work.let_go()
    try:
        return provider.identify(code)
    except BadLoginCode:
        work.keep_even_if_refused(lambda later: audit.record(later, "fail_login", succeeded=False))
        raise


def identified_by_sms(work: UnitOfWork, phone: str, code: str) -> Identification:
    """Who holds this telephone, as the code shows; raises BadSmsCode."""
    try:
        check_code(work, _LOGIN, phone, code)
    except WrongCode:
        work.keep_even_if_refused(lambda later: audit.record(later, "fail_login", succeeded=False))
        raise BadSmsCode from None
    return _telephone(work, phone)


def ask_login_code(work: UnitOfWork, phone: str) -> AskedCode:
    """Send a code to log in with; whether the telephone is known is not even looked up."""
    return ask_code(work, _LOGIN, phone)


def ask_link_code(work: UnitOfWork, phone: str) -> AskedCode:
    """Send a code to link a telephone to the actor's account with."""
    _check_may_change(work, AccountKind.RESIDENT)
    return ask_code(work, _LINK, phone, work.actor.account_id)


def link_by_code(work: UnitOfWork, door: Door, *, code: str, take_over: bool = False) -> Identity:
    """Let what this code stands for lead into the actor's account too."""
    _check_may_change(work, rules.kind_at(door))
    found = identified(work, door, code)
    linked = _link(work, found, take_over=take_over)
    note_proof(work, linked.account_id, found)
    return linked


def link_by_sms(work: UnitOfWork, *, phone: str, code: str, take_over: bool = False) -> Identity:
    """Let this telephone lead into the actor's account too; raises WrongCode."""
    _check_may_change(work, AccountKind.RESIDENT)
    check_code(work, _LINK, phone, code, work.actor.account_id)
    return _link(work, _telephone(work, phone), take_over=take_over, hint=hint_of(phone))


def unlink(work: UnitOfWork, identity_id: UUID) -> None:
    """Let this identity lead into the actor's account no more, and end the account's other logins. Raises LastWayIn."""
    account = _held_account(work, work.actor.account_id)
    identity = work.found(queries.own_identity(work, identity_id))
    work.expect(identity)
    _check_may_change(work, account.kind)
    if account.password_hash is None and queries.ways_into(work, account.id) == 1:
        raise LastWayIn
    work.session.delete(identity)
    _forget_proof(work, account.id, identity.provider)
    actions.end_sessions_of(work, account.id, EndedBecause.IDENTITY_REMOVED, but=work.actor.session_id)
    work.audit("unlink_identity", subject=account.id, provider=identity.provider)
    _tell(work, account.id, texts.REMOVED, identity.provider)


def note_proof(work: UnitOfWork, account_id: UUID, found: Identification) -> None:
    """Remember what the provider has made sure of, as keyed hashes, and let the register compare."""
    if found.person is None:
        return
    values: dict[str, Any] = {
        "provider": found.provider,
        "id_number_lookup": _id_number_lookup(work, found.person),
        "name_lookup": queries.name_lookup(work, found.person.name),
        "proved_at": work.now,
    }
    keeping = insert(AccountProof).values(account_id=account_id, **values)
    work.session.execute(keeping.on_conflict_do_update(index_elements=[AccountProof.account_id], set_=values))
    work.announce(PersonProven(account_id=account_id))


def hint_of(phone: str) -> str:
    """What of a telephone may be shown to tell it from another."""
    return rules.hint_of(normal_mobile(phone))


def _telephone(work: UnitOfWork, phone: str) -> Identification:
    subject = work.house.cipher.lookup(normal_mobile(phone), purpose="account_identities.sms")
    return Identification(rules.SMS, subject.hex())


def _id_number_lookup(work: UnitOfWork, person: ProvenPerson) -> bytes:
    """As the register of residents makes it, so that the two can be compared."""
    return work.house.cipher.lookup(rules.comparable_id_number(person.id_number), purpose="id_number")


def _check_may_change(work: UnitOfWork, kind: AccountKind) -> None:
    work.require(work.actor.kind.value == kind.value)
    if not queries.has_fresh_login(work):
        raise LoginAgain(minutes=int(rules.FRESH.total_seconds() // 60))


def _link(work: UnitOfWork, found: Identification, *, take_over: bool, hint: str | None = None) -> Identity:
    account = _held_account(work, work.actor.account_id)
    linking = insert(Identity).values(
        provider=found.provider,
        subject=found.subject,
        account_id=account.id,
        hint=hint,
        linked_at=work.now,
    )
    is_new = work.session.scalar(linking.on_conflict_do_nothing().returning(Identity.account_id)) is not None
    identity = work.found(queries.identity_of(work, found.provider, found.subject))
    if identity.account_id != account.id:
        _take_over(work, identity, account, wanted=take_over)
    elif not is_new:
        return identity
    _tell(work, account.id, texts.LINKED, found.provider)
    return identity


def _take_over(work: UnitOfWork, identity: Identity, account: Account, *, wanted: bool) -> None:
    """Move an identity from another account of who proved to hold both; an account without one is shut.

    Only from an account with which nobody has registered: whatever hangs on a record is never moved on the quiet.
    """
    other = work.session.get_one(Account, identity.account_id, with_for_update={"key_share": True})
    if not wanted or other.kind is not account.kind or other.resident_id is not None or other.password_hash:
        raise IdentityElsewhere
    identity.account_id = account.id
    work.session.flush()
    _forget_proof(work, other.id, identity.provider)
    actions.end_sessions_of(work, other.id, EndedBecause.IDENTITY_REMOVED)
    if queries.ways_into(work, other.id) == 0:
        other.disabled_at = work.now
    work.audit("take_over_identity", subject=other.id, provider=identity.provider)


def _forget_proof(work: UnitOfWork, account_id: UUID, provider: str) -> None:
    """What a provider made sure of goes with it; a record that became the account's by it stays."""
    proof = delete(AccountProof).where(
        AccountProof.account_id == account_id, AccountProof.provider == provider
    )
    work.session.execute(proof)


def _held_account(work: UnitOfWork, account_id: UUID | None) -> Account:
    """The actor's account, so that of two that remove the last two ways in one waits for the other."""
    account = work.session.scalar(
        select(Account).where(Account.id == account_id).with_for_update(key_share=True)
    )
    if account is None or account.disabled:
        raise Forbidden
    return account


def _tell(work: UnitOfWork, account_id: UUID, text: SpokenText, provider: str) -> None:
    words = (
        Door(provider).words if provider in set(Door) else _SMS_WORDS if provider == rules.SMS else provider
    )
    tell(work, Recipient(account_id=account_id), text, provider=words, at=work.now)
