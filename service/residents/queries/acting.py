"""Who may act for whom, in which matter, and who speaks from which number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from service.accounts import queries as accounts
from service.kit.clock import local_date
from service.kit.database import any_of
from service.kit.prepared import Bound, Prepared
from service.kit.work import UnitOfWork
from service.residents.models import Proxy, Resident
from service.residents.people.rules import normal_phone
from service.residents.rules import ProxyStatus


def proxy_account_ids(work: UnitOfWork, resident_id: UUID, scope: str) -> list[UUID]:
    """The accounts that may act for this resident in this matter today."""
    in_force = (Proxy.elder_id == resident_id, is_in_force(local_date(work.now), scope))
    # After a merge one account may stand in two rows.
    return list(work.session.scalars(select(Proxy.account_id).where(*in_force).distinct()))


def proxies_of(
    work: UnitOfWork, resident_ids: Collection[UUID], scope: str
) -> Sequence[Row[UUID, UUID | None]]:
    """Account and elder, for all who may act for these residents in this matter today; in one statement."""
    query = select(Proxy.account_id, Proxy.elder_id).where(
        Proxy.elder_id == any_of(resident_ids),
        is_in_force(local_date(work.now), scope),
    )
    return work.session.execute(query.distinct().order_by(Proxy.elder_id, Proxy.account_id)).all()


def elder_ids(work: UnitOfWork, account_id: UUID, scope: str) -> list[UUID]:
    """The residents for whom this account may act in this matter today."""
    found = _ELDERS(work, account_id=account_id, today=local_date(work.now), scope=scope)
    return [row.elder_id for row in found]


def is_proxy(work: UnitOfWork, resident_id: UUID, account_id: UUID) -> bool:
    """Whether this account may act for this resident in any matter today."""
    acting = Proxy.elder_id == resident_id, Proxy.account_id == account_id, is_in_force(local_date(work.now))
    return work.session.scalar(select(Proxy.id).where(*acting).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Represented:
    """A resident for whom an account acts today, in which matters; without any it is the account's own."""

    resident_id: UUID
    name: str
    scopes: frozenset[str] | None

    def in_matter(self, scope: str) -> bool:
        """Whether the account acts for them in this matter."""
        return self.scopes is None or scope in self.scopes


def represented(work: UnitOfWork) -> list[Represented]:
    """Oneself, if one is on record, then everybody for whom the actor is a proxy today, each once; in one statement."""
    asked = {"account_id": work.actor.account_id, "own_id": work.actor.resident_id}
    rows = _REPRESENTED(work, **asked, today=local_date(work.now))
    found = sorted(rows, key=lambda row: (row.scopes is not None, row.id))
    return [Represented(row.id, row.name, row.scopes and frozenset(row.scopes)) for row in found]


def proxy_name(work: UnitOfWork, resident_id: UUID, account_id: UUID, scope: str) -> str | None:
    """The name of the proxy behind an account, when it may act for this resident in this matter today."""
    query = select(Proxy).where(
        Proxy.elder_id == resident_id,
        Proxy.account_id == account_id,
        is_in_force(local_date(work.now), scope),
    )
    found = work.session.scalar(query.limit(1))
    return None if found is None else found.shown_name


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number on record under which somebody speaks for a resident; without an account it is the resident's own."""

    phone: str
    account_id: UUID | None
    name: str


def telephones(work: UnitOfWork, resident_id: UUID, scope: str) -> list[Telephone]:
    """The numbers of a resident and of those who may act for them in this matter today, to know a caller by."""
    cipher = work.house.cipher
    own = work.session.get(Resident, resident_id)
    found = [Telephone(phone, None, own.name)] if own and (phone := own.phone(cipher)) else []
    acting = select(Proxy).where(Proxy.elder_id == resident_id, is_in_force(local_date(work.now), scope))
    for proxy in work.session.scalars(acting.order_by(Proxy.id)):
        account = accounts.account(work, proxy.account_id)
        person = work.session.get(Resident, account.resident_id) if account and account.resident_id else None
        if person is not None and (phone := person.phone(cipher)):
            found.append(Telephone(phone, proxy.account_id, proxy.shown_name))
    return found


def speaking(work: UnitOfWork, resident_id: UUID, scope: str, typed: str | None) -> Telephone | None:
    """Whose number this is, of a resident and who may act for them; without one the resident's. Raises BadPhone."""
    known = telephones(work, resident_id, scope)
    if typed is None:
        return next((each for each in known if each.account_id is None), None)
    number = normal_phone(typed)
    return next((each for each in known if each.phone == number), None)


def is_in_force(today: Bound[date], scope: Bound[str] | None = None) -> ColumnElement[bool]:
    """The condition that a proxy holds today, in this matter if one is named; not only the nightly job ends it."""
    holds = and_(Proxy.status == ProxyStatus.APPROVED, Proxy.valid_until >= today)
    return holds if scope is None else and_(holds, _given(scope) == Proxy.scopes.any_())


def _given(scope: Bound[str]) -> ColumnElement[str]:
    return literal(scope) if isinstance(scope, str) else scope


_ELDERS = Prepared(
    select(Proxy.elder_id)
    .where(
        Proxy.account_id == bindparam("account_id"),
        Proxy.elder_id.is_not(None),
        is_in_force(bindparam("today"), bindparam("scope", type_=String)),
    )
    .distinct()
)
_AGREED_TO = func.array_agg(func.unnest(Proxy.scopes).column_valued("scope").distinct())
_REPRESENTED = Prepared(
    union_all(
        select(Resident.id, Resident.name, cast(null(), ARRAY(String)).label("scopes")).where(
            Resident.id == bindparam("own_id", type_=Uuid())
        ),
        select(Resident.id, Resident.name, cast(_AGREED_TO, ARRAY(String)))
        .join(Proxy, Proxy.elder_id == Resident.id)
        .where(Proxy.account_id == bindparam("account_id", type_=Uuid()), is_in_force(bindparam("today")))
        .group_by(Resident.id),
    )
)
