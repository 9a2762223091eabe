"""Telling many residents, and their proxies in this matter, of a notice: in a few statements, each account once."""

from collections.abc import Collection
from uuid import UUID

from service.events.notices import rules
from service.events.notices.models import Notice
from service.events.notices.permissions import PROXY_SCOPE
from service.events.notices.texts import URGENT
from service.kit.telling import Recipient, SpokenText, Told, told
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


def tell_many(
    work: UnitOfWork, resident_ids: Collection[UUID], notice: Notice, text: SpokenText, **facts: object
) -> set[UUID]:
    """Tell these residents, with whatever channels reach them; each of the notice's texts comes once to an account.

    Who could not be told: nobody has an account. Whether WeChat gets there is followed where it is the first step of many.
    """
    words = words_of(notice, text, **facts)
    must_reach = rules.must_reach(notice.priority, needs_confirmation=notice.needs_confirmation)
    key, is_followed = rules.key_of(notice.id, text), must_reach and text is URGENT
    return messaging.tell_residents(work, resident_ids, words, key=key, is_followed=is_followed)


def words_of(notice: Notice, text: SpokenText, **facts: object) -> Told:
    """What is said of a notice, to residents and their proxies."""
    return told(Recipient(scope=PROXY_SCOPE), text, subject=notice.id, title=notice.title, **facts)
