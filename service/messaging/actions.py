"""Telling people: into their inboxes and out by channels; reading, and choosing how to be told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, delete, func, insert, literal, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from service.accounts import queries as accounts
from service.kit.telling import SpokenText, Told
from service.kit.work import UnitOfWork
from service.messaging import queries
from service.messaging.addresses.models import EmailAddress
from service.messaging.errors import QuietHoursIncomplete
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.rules import Channel, SpokenLanguage, switched_off
from service.messaging.sendings import actions as sendings
from service.messaging.sendings.actions import Entry
from service.messaging.subscriptions.models import WeChatCredit
from service.residents import queries as residents


def put_in_inboxes(
    work: UnitOfWork, told: Told, account_ids: Collection[UUID], proxies: Collection[UUID] = ()
) -> None:
    """Keep one message in each of these accounts' inboxes, and let it go out by the channels that reach them."""
    scopes = {**dict.fromkeys(proxies, told.scope), **dict.fromkeys(account_ids)}
    if not scopes:
        return
    entries = [Entry(work.new_id(), each, told.resident_id, scope) for each, scope in scopes.items()]
    words = _words(work, told)
    rows = [
        {
            **words,
            "id": each.message_id,
            "account_id": each.account_id,
            "resident_id": each.resident_id,
            "told_key": None,
        }
        for each in entries
    ]
    work.session.execute(insert(InboxMessage), rows)
    sendings.plan(work, told, entries)


def tell_residents(
    work: UnitOfWork, resident_ids: Collection[UUID], told: Told, *, key: UUID, is_followed: bool = False
) -> set[UUID]:
    """Tell all of these residents the same, with their proxies for its scope; who could not be told: nobody has an account.

    In a few statements for thousands, in this transaction. Under one `key` each account is told once, however often
    and in which batches it is asked for. `told` comes from `kit.telling.told`. Of what `is_followed` `SendingEnded` tells
    what became of it outside.
    """
    own = _own(work, resident_ids)
    concerned = [*own, *_proxies(work, resident_ids, told.scope)]
    # Own accounts come first, so that turned around they have the last word on whom a message concerns.
    whom = dict(reversed(concerned))
    ids = {account_id: work.new_id() for account_id in whom}
    plain = {name: literal(value) for name, value in _words(work, told).items()}
    rows = (
        func.unnest(
            literal(list(ids.values()), ARRAY(Uuid)),
            literal(list(whom), ARRAY(Uuid)),
            literal(list(whom.values()), ARRAY(Uuid)),
        )
        .table_valued("id", "account_id", "resident_id")
        .render_derived(name="whom")
    )
    columns = [rows.c.id, rows.c.account_id, rows.c.resident_id, literal(key), *plain.values()]
    putting = upsert(InboxMessage).from_select(
        ["id", "account_id", "resident_id", "told_key", *plain], select(*columns).select_from(rows)
    )
    put = putting.on_conflict_do_nothing().returning(InboxMessage.account_id)
    if whom:
        new = work.session.scalars(put).all()
        themselves = dict.fromkeys((account_id for account_id, _ in own), None)
        entries = [Entry(ids[each], each, whom[each], themselves.get(each, told.scope)) for each in new]
        sendings.plan(work, told, entries, tells_key=key if is_followed else None)
    return set(resident_ids) - {resident_id for _, resident_id in concerned}


def text_residents(
    work: UnitOfWork, resident_ids: Collection[UUID], told: Told, *, key: UUID, told_under: UUID | None = None
) -> set[UUID]:
    """Send each of these residents an SMS, in a few statements for thousands; for whom of them one is on its way or was.

    It goes to an account of theirs, else to their own telephone where they have no account, else to a proxy for its
    scope; to nobody without a number or consent, or who has switched it off. Under one `key` each is sent one, of which
    `SendingEnded` tells what became. In an inbox it stands beside what was put there under this key, or `told_under`
    another; where that says the same, who has read it there is sent nothing.
    """
    return _send_to_each(work, Channel.SMS, resident_ids, told, key=key, told_under=told_under or key)


def call_residents(
    work: UnitOfWork, resident_ids: Collection[UUID], told: Told, *, key: UUID, told_under: UUID | None = None
) -> set[UUID]:
    """Have each of these residents called by the machine, and whom `text_residents` would text."""
    return _send_to_each(work, Channel.VOICE, resident_ids, told, key=key, told_under=told_under or key)


def call_off(work: UnitOfWork, resident_ids: Collection[UUID], *, key: UUID) -> None:
    """Let what waits to go by SMS or call to these residents under a key go no more, for thousands at once."""
    sendings.call_off(work, resident_ids, key)


def call_off_subject(work: UnitOfWork, subject: UUID, *texts: SpokenText) -> None:
    """Let what waits to say these texts of something that is over go out no more, soon after this transaction.

    Inboxes keep what was told.
    """
    sendings.call_off_subject(work, subject, [each.name for each in texts])


def _send_to_each(
    work: UnitOfWork,
    channel: Channel,
    resident_ids: Collection[UUID],
    told: Told,
    *,
    key: UUID,
    told_under: UUID,
) -> set[UUID]:
    own, proxies = _own(work, resident_ids), _proxies(work, resident_ids, told.scope)
    account_ids = [account_id for account_id, _ in (*own, *proxies)]
    messages = queries.messages_told_under(work, told_under, account_ids)

    def entries(concerned: Sequence[tuple[UUID, UUID]], scope: str | None = None) -> list[Entry]:
        return [Entry(messages.get(account_id), account_id, whom, scope) for account_id, whom in concerned]

    return sendings.plan_for_each(
        work, channel, told, resident_ids, own=entries(own), proxies=entries(proxies, told.scope), key=key
    )


def _own(work: UnitOfWork, resident_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Account and resident, for their own accounts."""
    return [(row.id, row.resident_id) for row in accounts.accounts_of_residents(work, resident_ids)]


def _proxies(work: UnitOfWork, resident_ids: Collection[UUID], scope: str | None) -> list[tuple[UUID, UUID]]:
    """Account and resident, for who may act for them in this matter."""
    if scope is None:
        return []
    return [(row.account_id, row.elder_id) for row in residents.proxies_of(work, resident_ids, scope)]


def _words(work: UnitOfWork, told: Told) -> dict[str, Any]:
    return {
        "text": told.text,
        "title_zh": told.title_zh,
        "title_en": told.title_en,
        "body_zh": told.body_zh,
        "body_en": told.body_en,
        "subject": told.subject,
        "urgent": told.urgent,
        "told_at": work.now,
    }


def mark_read(work: UnitOfWork, message_id: UUID) -> InboxMessage:
    """Note that the actor has read a message; the first time counts."""
    message = queries.inbox_message(work, message_id)
    message.read_at = message.read_at or work.now
    return message


def change_preferences(
    work: UnitOfWork,
    *,
    language: SpokenLanguage | None = None,
    channels: Collection[Mapping[str, Any]] = (),
    **quiet_hours: str | None,
) -> InboxPreferences:
    """Change how the actor is told; raises Stale, AlwaysOn or QuietHoursIncomplete."""
    kept = queries.preferences(work)
    work.expect(kept)
    if language is not None:
        kept.language = language
    kept.switched_off = switched_off(kept.switched_off, channels)
    for name, value in quiet_hours.items():
        setattr(kept, name, value)
    if (kept.quiet_from is None) != (kept.quiet_until is None):
        raise QuietHoursIncomplete(field="quiet_until" if kept.quiet_until is None else "quiet_from")
    work.session.add(kept)
    return kept


def forget_told_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop messages told before that moment; how many there were.

    The first ids are the oldest messages, so that a night in which none is old enough reads no more than one batch.
    """
    first = (
        select(InboxMessage.id, InboxMessage.told_at).order_by(InboxMessage.id).limit(limit).subquery("first")
    )
    old = select(first.c.id).where(first.c.told_at < oldest)
    dropped = delete(InboxMessage).where(InboxMessage.id.in_(old)).returning(InboxMessage.id)
    return len(work.session.execute(dropped).all())


def forget_inboxes_of(work: UnitOfWork, resident_id: UUID, account_ids: Collection[UUID]) -> None:
    """Drop what these accounts were told, what others were told about the resident, and how the accounts like to be told."""
    theirs = or_(InboxMessage.resident_id == resident_id, InboxMessage.account_id.in_(account_ids))
    work.session.execute(delete(InboxMessage).where(theirs))
    for model in (InboxPreferences, WeChatCredit, EmailAddress):
        work.session.execute(delete(model).where(model.account_id.in_(account_ids)))
