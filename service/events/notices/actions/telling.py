"""Telling many residents, and their proxies in this matter, of a notice: in a few statements, each account once."""

from collections.abc import Collection
from uuid import UUID, uuid5

from service.events.notices.models import Notice
from service.events.notices.permissions import PROXY_SCOPE
from service.kit.telling import Recipient, SpokenText, told
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


def tell_many(
    work: UnitOfWork, resident_ids: Collection[UUID], notice: Notice, text: SpokenText, **facts: object
) -> None:
    """Tell these residents, with whatever channels reach them; each of the notice's texts comes once to an account."""
    words = told(Recipient(scope=PROXY_SCOPE), text, subject=notice.id, title=notice.title, **facts)
    messaging.tell_residents(work, resident_ids, words, key=uuid5(notice.id, text.name))
