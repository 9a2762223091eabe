"""What of a lease is still to be sent, and where to: the world may have changed since it was planned."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from service.kit.telling import Pending, already_read
from service.kit.work import UnitOfWork
from service.messaging.channels import Outgoing
from service.messaging.models import InboxPreferences
from service.messaging.rules import Channel, matter_of
from service.messaging.sendings import queries
from service.messaging.sendings.actions import addressing, crediting, ending
from service.messaging.sendings.actions.quiet import put_off, rings_from
from service.messaging.sendings.rules import Reason, SendingStatus
from service.residents.consents.queries import who_agreed_to_sms
from service.residents.proxies.queries import Acting, who_acts


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a lease, in a statement or two each; `read` are ids of sendings."""

    channel: Channel
    addresses: dict[UUID, str]
    read: set[UUID]
    preferences: dict[UUID, InboxPreferences]
    agreed: set[UUID]
    acting: set[Acting]


def sort_out(work: UnitOfWork, channel: Channel, leased: Sequence[Row[Any]]) -> tuple[list[Outgoing], int]:
    """What is to be sent, and how many ended here instead, or wait for the morning."""
    known = _Known(
        channel,
        addressing.addresses(work, channel, leased),
        _read(work, leased),
        queries.preferences_of(work, [each.account_id for each in leased if each.account_id]),
        _who_agreed(work, leased),
        _who_acts(work, leased),
    )
    kept = [
        Outgoing(row.id, known.addresses[row.id], row.content, row.provider_id)
        for row in leased
        if _is_to_go(work, row, known)
    ]
    return kept, len(leased) - len(kept)


def _read(work: UnitOfWork, leased: Sequence[Row[Any]]) -> set[UUID]:
    """Which of these say what was read meanwhile: in the inbox, or where it stands."""
    in_inbox = queries.read_among(work, [row.inbox_message_id for row in leased if row.inbox_message_id])
    # Who has only read that there is something to confirm is still asked to confirm it.
    read = {row.id for row in leased if in_inbox.get(row.inbox_message_id) == row.text}
    pending: defaultdict[str, dict[UUID, Pending]] = defaultdict(dict)
    for row in leased:
        if row.account_id and row.resident_id and row.subject:
            pending[row.text][row.id] = Pending(row.account_id, row.resident_id, row.subject)
    for text, by_id in pending.items():
        known = already_read(work, text, by_id.values())
        read |= {sending_id for sending_id, each in by_id.items() if each in known}
    return read


def _who_agreed(work: UnitOfWork, leased: Sequence[Row[Any]]) -> set[UUID]:
    """Whose consent to be told by telephone still holds, of those of whom it is needed."""
    asked = {row.phone_of for row in leased if row.phone_of and not row.urgent}
    return who_agreed_to_sms(work, asked) if asked else set()


def _who_acts(work: UnitOfWork, leased: Sequence[Row[Any]]) -> set[Acting]:
    """Who may still act, of those who are told for somebody else."""
    asked = {acting for row in leased if (acting := _acting(row))}
    return who_acts(work, asked) if asked else set()


def _acting(row: Row[Any]) -> Acting | None:
    return Acting(row.account_id, row.resident_id, row.proxy_scope) if row.proxy_scope else None


def _is_to_go(work: UnitOfWork, row: Row[Any], known: _Known) -> bool:
    """Whether it goes now; what does not is ended, or put off, with this."""
    if row.provider_id is not None and row.id in known.addresses:
        # The gateway has it already and is only asked what became of it.
        return True
    reason = _reason_against(work, row, known)
    if reason is None:
        rings = rings_from(work, known.channel, known.preferences.get(row.account_id), urgent=row.urgent)
        if rings > work.now:
            put_off(work, row.id, rings)
            return False
        if known.channel is not Channel.WECHAT or _has_credit(work, row):
            return True
        reason = Reason.NO_CREDIT
    status = SendingStatus.DEAD if reason is Reason.GAVE_UP else SendingStatus.SKIPPED
    ending.end(work, row.id, status, reason)
    return False


def _reason_against(work: UnitOfWork, row: Row[Any], known: _Known) -> Reason | None:
    is_on = queries.is_on(known.preferences.get(row.account_id), known.channel, matter_of(row.text))
    needs_consent = row.phone_of is not None and not row.urgent
    acting = _acting(row)
    against = {
        Reason.GAVE_UP: row.give_up_at <= work.now,
        Reason.CALLED_OFF: acting is not None and acting not in known.acting,
        Reason.READ_ALREADY: row.id in known.read,
        Reason.SWITCHED_OFF: not is_on,
        Reason.NO_CONSENT: needs_consent and row.phone_of not in known.agreed,
        Reason.NO_ADDRESS: row.id not in known.addresses,
    }
    return next((reason for reason, holds in against.items() if holds), None)


def _has_credit(work: UnitOfWork, row: Row[Any]) -> bool:
    return row.credit_held or crediting.spend(work, row)
