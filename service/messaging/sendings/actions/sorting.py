"""What of a lease is still to be sent, and where to: the world may have changed since it was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from service.kit.work import UnitOfWork
from service.messaging.channels import Outgoing
from service.messaging.models import InboxPreferences
from service.messaging.rules import Channel, matter_of
from service.messaging.sendings import queries
from service.messaging.sendings.actions import addressing, crediting, ending
from service.messaging.sendings.rules import Reason, SendingStatus


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a lease, in a statement each."""

    channel: Channel
    addresses: dict[UUID, str]
    read: set[UUID]
    preferences: dict[UUID, InboxPreferences]


def sort_out(work: UnitOfWork, channel: Channel, leased: Sequence[Row[Any]]) -> tuple[list[Outgoing], int]:
    """What is to be sent, and how many ended here instead."""
    known = _Known(
        channel,
        addressing.addresses(work, channel, leased),
        queries.read_among(work, [each.inbox_message_id for each in leased if each.inbox_message_id]),
        queries.preferences_of(work, [each.account_id for each in leased if each.account_id]),
    )
    kept, ended = [], 0
    for row in leased:
        reason = _reason_against(work, row, known)
        if reason is None:
            kept.append(Outgoing(row.id, known.addresses[row.id], row.content, row.provider_id))
        else:
            ended += 1
            status = SendingStatus.DEAD if reason is Reason.GAVE_UP else SendingStatus.SKIPPED
            ending.end(work, row.id, status, reason)
    return kept, ended


def _reason_against(work: UnitOfWork, row: Row[Any], known: _Known) -> Reason | None:
    has_address = row.id in known.addresses
    if row.provider_id is not None and has_address:
        # The gateway has it already and is only asked what became of it.
        return None
    is_on = queries.is_on(known.preferences.get(row.account_id), known.channel, matter_of(row.text))
    against = {
        Reason.GAVE_UP: row.give_up_at <= work.now,
        Reason.READ_ALREADY: row.inbox_message_id in known.read,
        Reason.SWITCHED_OFF: not is_on,
        Reason.NO_ADDRESS: not has_address,
    }
    reason = next((reason for reason, holds in against.items() if holds), None)
    if reason is None and known.channel is Channel.WECHAT and not _has_credit(work, row):
        return Reason.NO_CREDIT
    return reason


def _has_credit(work: UnitOfWork, row: Row[Any]) -> bool:
    return row.credit_held or crediting.spend(work, row)
