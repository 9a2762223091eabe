"""Telling many residents, and their proxies in this matter, of a notice."""

from collections.abc import Collection
from uuid import UUID

from service.events.notices.models import Notice
from service.events.notices.permissions import PROXY_SCOPE
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork


def tell_many(
    work: UnitOfWork, resident_ids: Collection[UUID], notice: Notice, text: SpokenText, **facts: object
) -> None:
    """Tell these residents."""
    for resident_id in resident_ids:
        person = Recipient(resident_id=resident_id, scope=PROXY_SCOPE)
        tell(work, person, text, subject=notice.id, title=notice.title, **facts)
