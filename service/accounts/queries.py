"""Questions about who acts and who can log in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    String,
    and_,
    bindparam,
    func,
    lateral,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from service.accounts.errors import PasswordExpired, ResidentHasDied
from service.accounts.models import Account, AccountDuty, Identity, LoginFailures, LoginSession
from service.accounts.rules import AccountKind
from service.kit.actor import ADMINISTRATORS, Actor, ActorKind, Duty, Function, Role
from service.kit.clock import local_date
from service.kit.database import any_of
from service.kit.errors import Forbidden, Unauthenticated
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork

# Asked by every request: one statement, compiled once, of plain columns, which skips the ORM's own work.
_login, _account, _duty = LoginSession.__table__.c, Account.__table__.c, AccountDuty.__table__.c
_DUTIES_TODAY = lateral(
    select(
        func.json_agg(
            func.json_build_array(_duty.role, _duty.region_code, _duty.organisation_id, _duty.functions)
        ).label("rows")
    ).where(
        _duty.account_id == _account.id,
        _duty.revoked_at.is_(None),
        _duty.valid_from <= bindparam("today"),
        or_(_duty.valid_until.is_(None), _duty.valid_until >= bindparam("today")),
    )
)
_ACTOR = Prepared(
    select(
        _account.id.label("account_id"),
        type_coerce(_account.kind, String).label("kind"),
        _account.display_name,
        _account.resident_id,
        (_account.password_expires_at <= bindparam("now")).label("password_expired"),
        _account.resident_died_at,
        _DUTIES_TODAY.c.rows.label("duties"),
    )
    .select_from(LoginSession.__table__)
    .join(Account.__table__, _account.id == _login.account_id)
    .join(_DUTIES_TODAY, true())
    .where(
        _login.id == bindparam("session_id"),
        _login.ended_at.is_(None),
        _login.expires_at > bindparam("now"),
        _account.disabled_at.is_(None),
    )
)


def find_actor(work: UnitOfWork, claims: Mapping[str, Any]) -> Actor:
    """Who acts by these claims of an access token, with the duties of the district's day; raises Unauthenticated."""
    session_id = _session_id(claims)
    facts = {"session_id": session_id, "now": work.now, "today": local_date(work.now)}
    found = _ACTOR(work, **facts).fetchone()
    if found is None:
        raise Unauthenticated
    return Actor(
        kind=ActorKind(found.kind),
        account_id=found.account_id,
        session_id=session_id,
        resident_id=found.resident_id,
        display_name=found.display_name,
        duties=tuple(_held(*row) for row in found.duties or ()),
        held_back=_held_back(found.password_expired, found.resident_died_at),
    )


def actor_of(work: UnitOfWork, account_id: UUID) -> Actor | None:
    """Who an account is without a login, with the duties of today; None when it is disabled."""
    found = account(work, account_id)
    if found is None or found.disabled:
        return None
    duties = duties_today(work, account_id)
    return Actor(
        kind=ActorKind(found.kind.value),
        account_id=account_id,
        resident_id=found.resident_id,
        display_name=found.display_name,
        duties=tuple(
            Duty(each.role, each.region_code, each.organisation_id, frozenset(map(Function, each.functions)))
            for each in duties
        ),
    )


def account(work: UnitOfWork, account_id: UUID) -> Account | None:
    """The account with this id, disabled or not."""
    return work.session.get(Account, account_id)


def display_name(work: UnitOfWork, account_id: UUID) -> str | None:
    """What others see as the account's name."""
    return work.session.scalar(select(Account.display_name).where(Account.id == account_id))


def account_ids_of_resident(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """The accounts by which this resident can log in and be reached; none of somebody who has died."""
    own = select(Account.id).where(
        Account.resident_id == resident_id,
        Account.disabled_at.is_(None),
        Account.resident_died_at.is_(None),
    )
    return list(work.session.scalars(own.order_by(Account.id)))


def accounts_of_residents(
    work: UnitOfWork, resident_ids: Collection[UUID]
) -> Sequence[Row[UUID, UUID | None]]:
    """Account and resident, for all accounts by which these residents can be reached; in one statement."""
    own = select(Account.id, Account.resident_id).where(
        Account.resident_id == any_of(resident_ids),
        Account.disabled_at.is_(None),
        Account.resident_died_at.is_(None),
    )
    return work.session.execute(own.order_by(Account.id)).all()


def residents_of_accounts(work: UnitOfWork, account_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose the accounts are that are a resident's and can be used, in one statement."""
    own = select(Account.id, Account.resident_id).where(
        Account.id == any_of(account_ids),
        Account.resident_id.is_not(None),
        Account.disabled_at.is_(None),
        Account.resident_died_at.is_(None),
    )
    return {row.id: row.resident_id for row in work.session.execute(own)}


def every_account_id_of(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """All accounts of this resident, also those by which nobody can log in any more."""
    theirs = select(Account.id).where(Account.resident_id == resident_id)
    return list(work.session.scalars(theirs.order_by(Account.id)))


def resting_account_ids(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """The accounts of somebody who has died."""
    theirs = select(Account.id).where(
        Account.resident_id == resident_id, Account.resident_died_at.is_not(None)
    )
    return list(work.session.scalars(theirs.order_by(Account.id)))


def account_id_of_identity(work: UnitOfWork, provider: str, subject: str) -> UUID | None:
    """Whose account an identity provider's subject is."""
    return work.session.scalar(
        select(Identity.account_id).where(Identity.provider == provider, Identity.subject == subject)
    )


def duties_today(work: UnitOfWork, account_id: UUID) -> Sequence[AccountDuty]:
    """The duties of an account that are valid on the district's day, the oldest first."""
    theirs = select(AccountDuty).where(AccountDuty.account_id == account_id, _is_valid(local_date(work.now)))
    return work.session.scalars(theirs.order_by(AccountDuty.id)).all()


def account_ids_serving(
    work: UnitOfWork, path: Sequence[str], role: Role, function: Function
) -> Sequence[UUID]:
    """Whose duty of today in this role and matter covers the place with this path (codes from the top)."""
    query = (
        select(AccountDuty.account_id)
        .join(Account, Account.id == AccountDuty.account_id)
        .where(
            AccountDuty.role == role,
            AccountDuty.region_code.in_(path),
            literal(function.value) == AccountDuty.functions.any_(),
            _is_valid(local_date(work.now)),
            Account.disabled_at.is_(None),
        )
    )
    return work.session.scalars(query.distinct().order_by(AccountDuty.account_id)).all()


def account_ids_working_for(
    work: UnitOfWork, organisation_id: UUID, roles: Collection[Role]
) -> Sequence[UUID]:
    """Who has a duty of today in one of these roles at an organisation."""
    query = (
        select(AccountDuty.account_id)
        .join(Account, Account.id == AccountDuty.account_id)
        .where(
            AccountDuty.organisation_id == organisation_id,
            AccountDuty.role.in_(roles),
            _is_valid(local_date(work.now)),
            Account.disabled_at.is_(None),
        )
    )
    return work.session.scalars(query.distinct().order_by(AccountDuty.account_id)).all()


def organisations_served_since(work: UnitOfWork, account_id: UUID, since: date) -> Sequence[UUID]:
    """The organisations for which an account had a duty on any day since then."""
    query = select(AccountDuty.organisation_id).where(
        AccountDuty.account_id == account_id,
        AccountDuty.organisation_id.is_not(None),
        AccountDuty.valid_from <= local_date(work.now),
        or_(AccountDuty.valid_until.is_(None), AccountDuty.valid_until >= since),
        or_(AccountDuty.revoked_at.is_(None), func.date(AccountDuty.revoked_at) >= since),
    )
    return [each for each in work.session.scalars(query.distinct()) if each is not None]


def is_administrator(work: UnitOfWork, account_id: UUID) -> bool:
    """Whether the account is one of the three administrators, today or on a later day."""
    holds = select(AccountDuty.id).where(
        AccountDuty.account_id == account_id,
        AccountDuty.role.in_(ADMINISTRATORS),
        AccountDuty.revoked_at.is_(None),
        or_(AccountDuty.valid_until.is_(None), AccountDuty.valid_until >= local_date(work.now)),
    )
    return work.session.scalar(holds.limit(1)) is not None


def login_facts(
    work: UnitOfWork, username: str, username_key: bytes
) -> Row[UUID, str | None, datetime | None]:
    """The account of a username, if any, and its lock, if any: one row in either case, for the same time."""
    nobody = select(true().label("one")).subquery()
    return work.session.execute(
        select(Account.id, Account.password_hash, LoginFailures.locked_until)
        .select_from(nobody)
        .outerjoin(
            Account,
            and_(
                Account.username == username,
                Account.kind == AccountKind.STAFF,
                Account.disabled_at.is_(None),
            ),
        )
        .outerjoin(LoginFailures, LoginFailures.username_key == username_key)
    ).one()


def _is_valid(day: date) -> ColumnElement[bool]:
    return and_(
        AccountDuty.revoked_at.is_(None),
        AccountDuty.valid_from <= day,
        or_(AccountDuty.valid_until.is_(None), AccountDuty.valid_until >= day),
    )


def _held_back(password_expired: bool | None, resident_died_at: datetime | None) -> type[Forbidden] | None:
    if resident_died_at is not None:
        return ResidentHasDied
    return PasswordExpired if password_expired else None


def _session_id(claims: Mapping[str, Any]) -> UUID:
    try:
        return UUID(claims["sid"])
    except (KeyError, ValueError) as error:
        raise Unauthenticated from error


def _held(role: str, region_code: str | None, organisation_id: str | None, functions: list[str]) -> Duty:
    return Duty(
        role=Role(role),
        region_code=region_code,
        organisation_id=UUID(organisation_id) if organisation_id else None,
        functions=frozenset(Function(each) for each in functions),
    )
