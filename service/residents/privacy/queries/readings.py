"""Who looked at a resident's data, as far as the resident may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Uuid, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from service.accounts import queries as accounts
from service.accounts.duties import queries as duties
from service.accounts.duties.queries import Holder
from service.kit.audit import AuditEntry
from service.kit.pages import Page, page
from service.kit.personal import reading_in_words
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions
from service.residents.merging import queries as merging
from service.residents.models import Proxy
from service.residents.privacy.rules import words


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looked: staff by name, role and place; another resident only as far as one knows them."""

    name: Text
    role: Text | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody looked at a resident's data, when, how and for what."""

    id: UUID
    at: datetime
    action: str
    what: Text
    purpose: Text | None
    reader: Reader


def readings(
    work: UnitOfWork, resident_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[Reading]:
    """Who looked at this resident's data, the newest first; the resident's own reads are left out."""
    query = _entries(work, resident_id)
    found = page(work, query, by=(AuditEntry.id,), cursor=cursor, limit=limit, descending=True)
    return Page(_told(work, resident_id, found.items), found.next_cursor)


def every_reading(work: UnitOfWork, resident_id: UUID) -> list[Reading]:
    """All of them, as long as the audit trail is kept, the newest first."""
    entries = work.session.scalars(_entries(work, resident_id).order_by(AuditEntry.id.desc()))
    return _told(work, resident_id, entries.all())


def _entries(work: UnitOfWork, resident_id: UUID) -> Select[AuditEntry]:
    own = accounts.every_account_id_of(work, resident_id)
    known_as = merging.ids_of(work, resident_id)
    return select(AuditEntry).where(
        type_coerce(AuditEntry.people, ARRAY(Uuid)).overlap(known_as),
        AuditEntry.succeeded,
        or_(AuditEntry.account_id.is_(None), AuditEntry.account_id.not_in(own)),
    )


def _told(work: UnitOfWork, resident_id: UUID, entries: Sequence[AuditEntry]) -> list[Reading]:
    known = duties.holders(work, {entry.account_id for entry in entries if entry.account_id})
    proxies = _proxy_names(work, resident_id, known)
    places = _places(work, known.values())
    return [
        Reading(
            id=entry.id,
            at=entry.at,
            action=entry.action,
            what=_in_words(entry.action),
            purpose=words.purpose_in_words(entry.facts.get("purpose")),
            reader=_reader(entry, known, proxies, places),
        )
        for entry in entries
    ]


def _in_words(action: str) -> Text:
    return words.ACTIONS.get(action) or reading_in_words(action) or words.OTHERWISE


def _reader(
    entry: AuditEntry, known: dict[UUID, Holder], proxies: dict[UUID, str], places: dict[UUID | str, str]
) -> Reader:
    if entry.account_id is None or entry.account_id not in known:
        return Reader(words.SERVICE, None, None)
    holder = known[entry.account_id]
    if entry.account_id in proxies:
        return Reader(_as_is(proxies[entry.account_id]), words.PROXY, None)
    if holder.resident_id is not None:
        return Reader(words.SOMEBODY, None, None)
    held = holder.duties_at(entry.at)
    if not held:
        return Reader(_as_is(holder.display_name), None, None)
    place = held[0].organisation_id or held[0].region_code
    return Reader(
        _as_is(holder.display_name), words.ROLES[held[0].role], places.get(place) if place else None
    )


def _proxy_names(work: UnitOfWork, resident_id: UUID, account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Who acts or acted for the resident is known to them by name."""
    query = select(Proxy).where(
        Proxy.elder_id == resident_id, Proxy.account_id.in_(account_ids), Proxy.decided_at.is_not(None)
    )
    return {each.account_id: each.shown_name for each in work.session.scalars(query)}


def _places(work: UnitOfWork, known: Collection[Holder]) -> dict[UUID | str, str]:
    """What the places and organisations of all their duties are called."""
    held = [duty for holder in known for duty in holder.duties]
    codes = {duty.region_code for duty in held if duty.region_code}
    working_for = {duty.organisation_id for duty in held if duty.organisation_id}
    regions_named = {code: steps[-1].name for code, steps in regions.steps_down_to(work, codes).items()}
    return dict([*regions_named.items(), *organisations.names(work, working_for).items()])


def _as_is(name: str) -> Text:
    return Text(name, name)
