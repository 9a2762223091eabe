"""Questions about sendings, and about who can be reached how."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, or_, select, union_all

from service.accounts import queries as accounts
from service.kit.database import any_of
from service.kit.lists import in_text
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.messaging.addresses.models import EmailAddress
from service.messaging.channels import ChannelGateways
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.rules import BY_TELEPHONE, OUTSIDE, USUAL_LANGUAGE, Channel, Matter, SpokenLanguage
from service.messaging.sendings import permissions
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import Reason, SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from service.residents import queries as residents
from service.residents.consents.queries import who_agreed_to_sms


@dataclass(frozen=True, slots=True)
class Reach:
    """Which channels reach which accounts; of those by telephone, whose number it is."""

    channels: dict[UUID, list[Channel]]
    phone_of: dict[UUID, UUID]


def reach(
    work: UnitOfWork,
    account_ids: Sequence[UUID],
    channels: Collection[Channel],
    template: str,
    *,
    urgent: bool,
) -> Reach:
    """How these accounts can be reached by these channels: addresses, credits and consents, before preferences."""
    found: dict[UUID, list[Channel]] = {}
    for channel, account_id in _by_own_means(work, account_ids, channels, template):
        found.setdefault(account_id, []).append(Channel(channel))
    phone_of = _by_telephone(work, account_ids, urgent=urgent) if BY_TELEPHONE & set(channels) else {}
    for account_id in phone_of:
        found.setdefault(account_id, []).extend(each for each in channels if each in BY_TELEPHONE)
    return Reach(found, phone_of)


def preferences_of(work: UnitOfWork, account_ids: Collection[UUID]) -> dict[UUID, InboxPreferences]:
    """What these accounts prefer, without those who never said anything."""
    query = select(InboxPreferences).where(InboxPreferences.account_id == any_of(account_ids))
    return {each.account_id: each for each in work.session.scalars(query)}


def is_on(kept: InboxPreferences | None, channel: Channel, matter: Matter) -> bool:
    """Whether a channel is on in a matter, also for who never said anything."""
    return kept is None or kept.is_on(channel, matter)


def language_of(kept: InboxPreferences | None) -> SpokenLanguage:
    """In which language somebody is spoken to, also who never said anything."""
    return USUAL_LANGUAGE if kept is None else kept.language


def sendings_to_tend(
    work: UnitOfWork,
    *,
    status: SendingStatus | None = None,
    channel: Channel | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Sending]:
    """Sendings, the newest first; raises Forbidden for who does not look after them."""
    work.require(permissions.may_tend(work.actor))
    query = select(Sending)
    if status is not None:
        query = query.where(Sending.status == status)
    if channel is not None:
        query = query.where(Sending.channel == channel)
    return page(work, query, by=(Sending.id,), cursor=cursor, limit=limit, descending=True)


def channels_to_tend(work: UnitOfWork) -> list[dict[str, Any]]:
    """How each channel is doing; raises Forbidden for who does not look after them."""
    work.require(permissions.may_tend(work.actor))
    states = {each.channel: each for each in work.session.scalars(select(ChannelState))}
    offered = work.house.provider(ChannelGateways).offered
    return [_shown(work, channel, states.get(channel), is_offered=channel in offered) for channel in OUTSIDE]


def _shown(
    work: UnitOfWork, channel: Channel, state: ChannelState | None, *, is_offered: bool
) -> dict[str, Any]:
    rests_until = state.open_until if state else None
    return {
        "channel": channel,
        "is_offered": is_offered,
        "failures": state.failures if state else 0,
        "rests_until": rests_until if rests_until and rests_until > work.now else None,
        "last_error": state.last_error if state else None,
    }


def waiting(work: UnitOfWork, sending_id: UUID) -> Sending | None:
    """A sending that has not ended, in this transaction's hands alone."""
    query = select(Sending).where(Sending.id == sending_id, Sending.status == SendingStatus.WAITING)
    return work.session.scalar(query.with_for_update())


def waiting_of_proxy(work: UnitOfWork, account_id: UUID, resident_id: UUID) -> Sequence[Sending]:
    """What waits to tell an account of a resident, in this transaction's hands alone; no gateway has it yet."""
    query = select(Sending).where(
        Sending.account_id == account_id,
        Sending.resident_id == resident_id,
        Sending.status == SendingStatus.WAITING,
        Sending.provider_id.is_(None),
    )
    return work.session.scalars(query.order_by(Sending.id).with_for_update()).all()


def waiting_about(
    work: UnitOfWork, subject: str, texts: Collection[str], *, after: UUID, limit: int
) -> Sequence[Row[UUID, bool]]:
    """The next of what waits to say these texts of something, in this transaction's hands: ids, and if a credit is held."""
    query = select(Sending.id, Sending.credit_held).where(
        # Written out, so that the database sees that the index of what is not sent holds them all.
        Sending.status == in_text(SendingStatus.WAITING),
        Sending.id > after,
        Sending.subject == subject,
        Sending.text.in_(texts),
        Sending.provider_id.is_(None),
    )
    return work.session.execute(query.order_by(Sending.id).limit(limit).with_for_update()).all()


def read_among(work: UnitOfWork, message_ids: Collection[UUID]) -> dict[UUID, str]:
    """Which of these inbox messages have been read, each with the name of the text that it says."""
    query = select(InboxMessage.id, InboxMessage.text).where(
        InboxMessage.id == any_of(message_ids), InboxMessage.read_at.is_not(None)
    )
    return {row.id: row.text for row in work.session.execute(query)} if message_ids else {}


def sending(work: UnitOfWork, sending_id: UUID, *, to_change: bool = False) -> Sending | None:
    """One sending; who reads it to change it waits for others who do."""
    query = select(Sending).where(Sending.id == sending_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def sent_and_failed(
    work: UnitOfWork, key: UUID, channel: Channel, resident_ids: Collection[UUID]
) -> tuple[set[UUID], set[UUID]]:
    """To whom of these residents something was sent by one channel under a key, and to whom that failed.

    What waits is neither, nor what was called off, nor what they had read already.
    """
    query = select(Sending.resident_id, Sending.status).where(
        Sending.resident_id == any_of(resident_ids),
        Sending.tells_key == key,
        Sending.channel == channel,
        Sending.reason.is_distinct_from(Reason.CALLED_OFF),
        Sending.reason.is_distinct_from(Reason.READ_ALREADY),
    )
    found: dict[UUID, set[SendingStatus]] = {}
    for row in work.session.execute(query):
        if row.resident_id is not None:
            found.setdefault(row.resident_id, set()).add(row.status)
    sent = {each for each, known in found.items() if SendingStatus.SENT in known}
    has_ended = {each for each, known in found.items() if SendingStatus.WAITING not in known}
    return sent, has_ended - sent


def sendings_of_messages(
    work: UnitOfWork, message_ids: Collection[UUID]
) -> dict[UUID, list[tuple[Channel, SendingStatus]]]:
    """By which channels these inbox messages went and where that stands, in one statement."""
    query = select(Sending.inbox_message_id, Sending.channel, Sending.status).where(
        Sending.inbox_message_id == any_of(message_ids)
    )
    found: dict[UUID, list[tuple[Channel, SendingStatus]]] = {}
    for row in work.session.execute(query.order_by(Sending.id)):
        if row.inbox_message_id is not None:
            found.setdefault(row.inbox_message_id, []).append((row.channel, row.status))
    return found


def sendings_to(work: UnitOfWork, resident_id: UUID, account_ids: Collection[UUID]) -> Sequence[Sending]:
    """All that was sent to a person's accounts and telephone, or to others about them, the oldest first."""
    theirs = or_(
        Sending.resident_id == resident_id,
        Sending.phone_of == resident_id,
        Sending.account_id == any_of(account_ids),
    )
    return work.session.scalars(select(Sending).where(theirs).order_by(Sending.id)).all()


def _by_own_means(
    work: UnitOfWork, account_ids: Sequence[UUID], channels: Collection[Channel], template: str
) -> list[tuple[str, UUID]]:
    asked = []
    if Channel.WECHAT in channels:
        asked.append(
            select(literal(Channel.WECHAT.value).label("channel"), WeChatCredit.account_id).where(
                WeChatCredit.account_id == any_of(account_ids),
                WeChatCredit.template == template,
                WeChatCredit.credits > 0,
            )
        )
    if Channel.EMAIL in channels:
        asked.append(
            select(literal(Channel.EMAIL.value).label("channel"), EmailAddress.account_id).where(
                EmailAddress.account_id == any_of(account_ids), EmailAddress.confirmed_at.is_not(None)
            )
        )
    if not asked:
        return []
    return [(row.channel, row.account_id) for row in work.session.execute(union_all(*asked))]


def _by_telephone(work: UnitOfWork, account_ids: Sequence[UUID], *, urgent: bool) -> dict[UUID, UUID]:
    people = accounts.residents_of_accounts(work, account_ids)
    known = residents.who_has_telephone(work, set(people.values()))
    # Where life and limb may be at stake nobody is asked first (PIPL Art. 13 (4)).
    agreed = known if urgent or not known else who_agreed_to_sms(work, known)
    return {account_id: person for account_id, person in people.items() if person in agreed & known}
