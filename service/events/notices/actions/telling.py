"""Telling many residents, and their proxies in this matter, of a notice: in a few statements, each account once."""

from collections.abc import Collection
from uuid import UUID

from service.events.notices import rules
from service.events.notices.models import Notice
from service.events.notices.permissions import PROXY_SCOPE
from service.kit.telling import Recipient, SpokenText, Told, told
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


def tell_many(
    work: UnitOfWork, resident_ids: Collection[UUID], notice: Notice, text: SpokenText, **facts: object
) -> set[UUID]:
    """Tell these residents, with whatever channels reach them; each of the notice's texts comes once to an account.

    Who could not be told: nobody has an account.
    """
    words = words_of(notice, text, **facts)
    return messaging.tell_residents(work, resident_ids, words, key=rules.key_of(notice.id, text))


def words_of(notice: Notice, text: SpokenText, **facts: object) -> Told:
    """What is said of a notice, to residents and their proxies."""
    return told(Recipient(scope=PROXY_SCOPE), text, subject=notice.id, title=notice.title, **facts)
