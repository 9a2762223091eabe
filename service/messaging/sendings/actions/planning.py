"""Who is sent what by which channel: as preferences, quiet hours, credits and consents let it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert

from service.kit.telling import Told
from service.kit.work import UnitOfWork
from service.messaging.channels import ChannelGateways
from service.messaging.models import InboxPreferences
from service.messaging.rules import BY_TELEPHONE, Channel, matter_of
from service.messaging.sendings import queries
from service.messaging.sendings.actions.content import channels_for, content, template_of
from service.messaging.sendings.actions.quiet import rings_from
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.residents.consents.queries import who_agreed_to_sms
from service.residents.queries import who_has_telephone


@dataclass(frozen=True, slots=True)
class Entry:
    """An account with its inbox message, if it has one; `resident_id` is whom it concerns.

    Where that is somebody else, `scope` is the matter in which the account acts for them.
    """

    message_id: UUID | None
    account_id: UUID
    resident_id: UUID | None
    scope: str | None = None


def plan(work: UnitOfWork, told: Told, entries: Sequence[Entry], *, tells_key: UUID | None = None) -> None:
    """Let what has just come into these inboxes also go out by the channels that reach these accounts.

    With `tells_key` it is told what becomes of each.
    """
    channels = _channels(work, told)
    if not channels or not entries:
        return
    account_ids = [each.account_id for each in entries]
    reach = queries.reach(
        work, account_ids, channels, template_of(told, work.house.settings), urgent=told.urgent
    )
    if not reach.channels:
        return
    kept = queries.preferences_of(work, reach.channels.keys())
    rows = [
        {**row, "tells_key": tells_key}
        for entry in entries
        for channel in reach.channels.get(entry.account_id, ())
        if (row := _row(work, told, channel, entry, kept=kept.get(entry.account_id), phone_of=reach.phone_of))
    ]
    if rows:
        work.session.execute(insert(Sending), rows)


def plan_for_each(
    work: UnitOfWork,
    channel: Channel,
    told: Told,
    resident_ids: Collection[UUID],
    *,
    own: Sequence[Entry],
    proxies: Sequence[Entry],
    key: UUID,
) -> set[UUID]:
    """One sending by this telephone channel for each of thousands of residents; for whom of them there is one.

    It goes to an account of the resident's; who has none, to their telephone; else to a proxy. The same sending again
    for the same key.
    """
    if channel not in _channels(work, told):
        return set()
    without_account = set(resident_ids) - {each.resident_id for each in own}
    rows = _rows_of_each(work, channel, told, own, proxies)
    rows |= _rows_by_telephone(work, channel, told, without_account)
    once = [
        {**row, "resident_id": each, "once_key": f"{key}:{channel}:{each}", "tells_key": key}
        for each, row in rows.items()
    ]
    if once:
        made = upsert(Sending).on_conflict_do_nothing(index_elements=[Sending.once_key])
        work.session.execute(made, once)
    return set(rows)


def _rows_of_each(
    work: UnitOfWork, channel: Channel, told: Told, own: Sequence[Entry], proxies: Sequence[Entry]
) -> dict[UUID, dict[str, Any]]:
    """By resident, to the first of their accounts that is reached, else to that of a proxy."""
    entries = [*own, *proxies]
    account_ids = [each.account_id for each in entries]
    template = template_of(told, work.house.settings)
    reach = queries.reach(work, account_ids, [channel], template, urgent=told.urgent)
    kept = queries.preferences_of(work, reach.channels.keys())
    found: dict[UUID, dict[str, Any]] = {}
    for entry in entries:
        if entry.account_id not in reach.channels or entry.resident_id is None or entry.resident_id in found:
            continue
        row = _row(work, told, channel, entry, kept=kept.get(entry.account_id), phone_of=reach.phone_of)
        if row is not None:
            found[entry.resident_id] = row
    return found


def _rows_by_telephone(
    work: UnitOfWork, channel: Channel, told: Told, resident_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """By resident, for those of them who have a telephone and no account."""
    known = who_has_telephone(work, resident_ids)
    agreed = known if told.urgent else who_agreed_to_sms(work, known)
    bare = {"account_id": None, "inbox_message_id": None, "proxy_scope": None}
    return {
        each: {**_bare_row(work, told, channel, None), **bare, "phone_of": each} for each in known & agreed
    }


def _channels(work: UnitOfWork, told: Told) -> Sequence[Channel]:
    offered = work.house.provider(ChannelGateways).offered
    return channels_for(told, offered, work.house.settings)


def _row(
    work: UnitOfWork,
    told: Told,
    channel: Channel,
    entry: Entry,
    *,
    kept: InboxPreferences | None,
    phone_of: dict[UUID, UUID],
) -> dict[str, Any] | None:
    """None where the person has switched the channel off in this matter."""
    if not queries.is_on(kept, channel, matter_of(told.text)):
        return None
    by_telephone = channel in BY_TELEPHONE
    bare = _bare_row(work, told, channel, kept)
    return {
        **bare,
        "content": {**bare["content"], "message_id": str(entry.message_id) if entry.message_id else None},
        "account_id": entry.account_id,
        "resident_id": entry.resident_id,
        "proxy_scope": entry.scope,
        "phone_of": phone_of[entry.account_id] if by_telephone else None,
        "inbox_message_id": entry.message_id,
    }


def _bare_row(
    work: UnitOfWork, told: Told, channel: Channel, kept: InboxPreferences | None
) -> dict[str, Any]:
    due_at = rings_from(work, channel, kept, urgent=told.urgent)
    return {
        "id": work.new_id(),
        "channel": channel,
        "status": SendingStatus.WAITING,
        "text": told.text,
        "subject": told.subject,
        "urgent": told.urgent,
        "content": content(told, channel, queries.language_of(kept), work.now, work.house.settings),
        "credit_held": False,
        "tries": 0,
        "made_at": work.now,
        "next_try_at": due_at,
        "give_up_at": due_at + timedelta(hours=work.house.settings.sending_hours),
    }
