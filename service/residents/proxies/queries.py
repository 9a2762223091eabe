"""Questions about proxies, narrowed to those that the actor asked for, is the elder of, or decides as a worker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, false, func, literal, or_, select

from service.accounts import queries as accounts
from service.kit.acting import ActedBy
from service.kit.clock import local_date
from service.kit.content import ContentState, is_shown_to
from service.kit.database import any_of
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.models import Proxy, Resident
from service.residents.people import permissions as people_permissions
from service.residents.proxies import permissions, rules
from service.residents.queries import is_in_force
from service.residents.rules import AgreementWay, ProxyStatus, ResidentStatus


class Acting(NamedTuple):
    """That an account acts for an elder in a matter."""

    account_id: UUID
    elder_id: UUID
    scope: str


@dataclass(frozen=True, slots=True)
class ShownElder:
    """Whom it is about; the asker sees the record only once it is approved, until then what they typed, masked."""

    resident_id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class ShownProxy:
    """A proxy as the actor may see it."""

    id: UUID
    version: int
    elder: ShownElder
    proxy_name: str
    relation: str | None
    content_state: ContentState | None
    scopes: list[str]
    status: ProxyStatus
    valid_until: date
    asked_at: datetime
    decided_at: datetime | None
    agreed_way: AgreementWay | None
    proof: UUID | None
    attachment: UUID | None
    revoked_at: datetime | None
    acted_by: ActedBy | None


def shown(work: UnitOfWork, proxy: Proxy) -> ShownProxy:
    """One proxy as the actor may see it, after the database has accepted it."""
    work.session.flush()
    names = _names(work, [proxy])
    return _shown(work, proxy, names.get(proxy.elder_id))


def proxy(work: UnitOfWork, proxy_id: UUID, *, to_decide: bool = False) -> Proxy | None:
    """One that the actor may see; who reads it `to_decide` waits for others who do."""
    query = _visible(work).where(Proxy.id == proxy_id)
    return work.session.scalar(query.with_for_update(of=Proxy) if to_decide else query)


def proxies(
    work: UnitOfWork,
    *,
    status: ProxyStatus | None = None,
    elder_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownProxy]:
    """Those the actor may see, the newest first."""
    query = _visible(work)
    if status is not None:
        query = query.where(Proxy.status == status)
    if elder_id is not None:
        is_shown = or_(Proxy.account_id != work.actor.account_id, Proxy.status == ProxyStatus.APPROVED)
        query = query.where(Proxy.elder_id == elder_id, is_shown)
    found = page(work, query, by=(Proxy.id,), cursor=cursor, limit=limit, descending=True)
    names = _names(work, found.items)
    items = [_shown(work, each, names.get(each.elder_id)) for each in found.items]
    return Page(items, found.next_cursor)


def elder_path(work: UnitOfWork, proxy: Proxy) -> tuple[str, ...]:
    """The region codes from the top down to where the elder lives; empty when nobody was meant, after as long."""
    path = work.session.scalar(
        select(regions.path_array(Resident.region_code)).where(Resident.id == literal(proxy.elder_id, Uuid))
    )
    return tuple(path or ())


def elder_named(
    work: UnitOfWork, name: str, *, phone_lookup: bytes | None, id_number_lookup: bytes | None
) -> UUID | None:
    """The verified resident with this name and this telephone or ID number."""
    query = select(Resident.id).where(
        Resident.name == name,
        Resident.status == ResidentStatus.VERIFIED,
        Resident.claim_of.is_(None),
        Resident.phone_lookup == phone_lookup
        if phone_lookup is not None
        else Resident.id_number_lookup == id_number_lookup,
    )
    return work.session.scalar(query.order_by(Resident.id).limit(1))


def waiting_asks_of(work: UnitOfWork, account_id: UUID) -> int:
    """How many asks of an account wait for an answer."""
    waiting = Proxy.account_id == account_id, Proxy.status == ProxyStatus.PENDING
    return work.session.scalar(select(func.count()).select_from(Proxy).where(*waiting)) or 0


def asks_that_meant(work: UnitOfWork, lookups: Collection[bytes]) -> Sequence[Proxy]:
    """Asks that wait without an elder and named one who is found by one of these keyed hashes."""
    query = select(Proxy).where(
        Proxy.elder_id.is_(None), Proxy.status == ProxyStatus.PENDING, Proxy.elder_lookup.in_(lookups)
    )
    return work.session.scalars(query.order_by(Proxy.id).with_for_update()).all()


def run_out(work: UnitOfWork) -> Sequence[Proxy]:
    """Those that wait or hold although their last day, or the time for an answer, is over."""
    unanswered = and_(Proxy.status == ProxyStatus.PENDING, Proxy.asked_at < work.now - rules.ANSWERED_WITHIN)
    over = and_(
        Proxy.status.in_((ProxyStatus.PENDING, ProxyStatus.APPROVED)),
        Proxy.valid_until < local_date(work.now),
    )
    query = select(Proxy).where(or_(unanswered, over)).order_by(Proxy.id)
    return work.session.scalars(query.with_for_update(skip_locked=True)).all()


def to_be_reminded(work: UnitOfWork, last_day: date, *, fewer_than: int) -> Sequence[Proxy]:
    """Those that hold until this day at the latest, and of which fewer reminders have told."""
    query = select(Proxy).where(
        Proxy.status == ProxyStatus.APPROVED,
        Proxy.valid_until.between(local_date(work.now), last_day),
        Proxy.reminders < fewer_than,
    )
    return work.session.scalars(query.order_by(Proxy.id).with_for_update(skip_locked=True)).all()


def approved_proxies_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Proxy]:
    """Those that hold for this elder."""
    approved = Proxy.elder_id == elder_id, Proxy.status == ProxyStatus.APPROVED
    return work.session.scalars(select(Proxy).where(*approved).order_by(Proxy.id).with_for_update()).all()


def who_acts(work: UnitOfWork, asked: Collection[Acting]) -> set[Acting]:
    """Which of these hold today, in one statement."""
    query = select(Proxy.account_id, Proxy.elder_id, Proxy.scopes).where(
        Proxy.elder_id == any_of({each.elder_id for each in asked}),
        Proxy.account_id == any_of({each.account_id for each in asked}),
        is_in_force(local_date(work.now)),
    )
    held = {
        Acting(account_id, elder_id, scope)
        for account_id, elder_id, scopes in work.session.execute(query)
        if elder_id is not None
        for scope in scopes
    }
    return held & set(asked)


def proxies_among(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Proxy]:
    """Those of these ids that are proxies."""
    return work.session.scalars(select(Proxy).where(Proxy.id.in_(ids)).order_by(Proxy.id)).all()


def open_proxies_by(work: UnitOfWork, account_ids: Collection[UUID]) -> Sequence[Proxy]:
    """Those that these accounts asked for and that wait or hold."""
    theirs = Proxy.account_id.in_(account_ids)
    is_open = Proxy.status.in_((ProxyStatus.PENDING, ProxyStatus.APPROVED))
    return work.session.scalars(
        select(Proxy).where(theirs, is_open).order_by(Proxy.id).with_for_update()
    ).all()


def every_proxy_for(work: UnitOfWork, resident_id: UUID) -> Sequence[Proxy]:
    """All who act, acted or asked to act for this resident."""
    return work.session.scalars(select(Proxy).where(Proxy.elder_id == resident_id).order_by(Proxy.id)).all()


def ended_before(work: UnitOfWork, oldest: datetime, limit: int) -> Sequence[Proxy]:
    """Those that are over, and whose last day and last decision lie before that moment; the oldest first."""
    is_over = Proxy.status.not_in((ProxyStatus.PENDING, ProxyStatus.APPROVED))
    query = select(Proxy).where(
        is_over,
        Proxy.valid_until < local_date(oldest),
        Proxy.asked_at < oldest,
    )
    return work.session.scalars(query.order_by(Proxy.id).limit(limit).with_for_update()).all()


def every_proxy_by(work: UnitOfWork, resident_id: UUID) -> Sequence[Proxy]:
    """All for whom this resident acts, acted or asked to act, by any of their accounts."""
    mine = Proxy.account_id.in_(accounts.every_account_id_of(work, resident_id))
    return work.session.scalars(select(Proxy).where(mine).order_by(Proxy.id)).all()


def elder_status(work: UnitOfWork, elder_id: UUID) -> ResidentStatus:
    """Where the elder's record stands, and stays until this transaction ends."""
    query = select(Resident.status).where(Resident.id == elder_id)
    return work.session.scalars(query.with_for_update(read=True)).one()


def _visible(work: UnitOfWork) -> Select[Proxy]:
    actor = work.actor
    mine: ColumnElement[bool] = Proxy.account_id == actor.account_id if actor.account_id else false()
    conditions = [mine]
    if actor.resident_id is not None:
        conditions.append(Proxy.elder_id == actor.resident_id)
    tops = people_permissions.served_regions(actor)
    if tops:
        here = select(Resident.id).where(Resident.region_code.in_(regions.below(tops)))
        conditions.append(Proxy.elder_id.in_(here))
    return select(Proxy).where(or_(*conditions))


def _names(work: UnitOfWork, proxies: Sequence[Proxy]) -> dict[UUID | None, str]:
    """The names of elders that the actor may see; no statement at all where there are none."""
    elders = {each.elder_id for each in proxies if each.elder_id and not _is_hidden(work, each)}
    if not elders:
        return {}
    rows = work.session.execute(select(Resident.id, Resident.name).where(Resident.id.in_(elders)))
    return {row.id: row.name for row in rows}


def _is_hidden(work: UnitOfWork, proxy: Proxy) -> bool:
    """Until it is approved the asker sees only what they typed."""
    return work.actor.account_id == proxy.account_id and proxy.status is not ProxyStatus.APPROVED


def _shown(work: UnitOfWork, proxy: Proxy, elder_name: str | None) -> ShownProxy:
    is_open = is_shown_to(work.actor, proxy.content_state, proxy.content_by)
    elder = ShownElder(proxy.elder_id, elder_name) if elder_name else ShownElder(None, proxy.elder_named)
    return ShownProxy(
        id=proxy.id,
        version=proxy.version,
        elder=elder,
        proxy_name=proxy.name if is_open else proxy.shown_name,
        relation=proxy.relation if is_open else proxy.shown_relation,
        content_state=proxy.content_state if is_open else None,
        scopes=proxy.scopes,
        status=rules.status_now(proxy.status, proxy.asked_at, proxy.valid_until, work.now),
        valid_until=proxy.valid_until,
        asked_at=proxy.asked_at,
        decided_at=proxy.decided_at,
        agreed_way=proxy.agreed_way,
        proof=proxy.proof_id if permissions.may_read_proof(work.actor, proxy) else None,
        attachment=proxy.attachment_id,
        revoked_at=proxy.revoked_at,
        acted_by=proxy.acted_by,
    )
