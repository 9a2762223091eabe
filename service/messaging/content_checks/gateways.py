"""By what texts are looked at here, and where they are handed in."""

from uuid import UUID

from service.kit.content import Checked, ContentDesk
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.content_checks import actions
from service.messaging.content_checks.checkers import ContentChecker, WeChatChecker


class Desk:
    """Where domains on which this one builds hand texts in."""

    def submit(
        self, work: UnitOfWork, *, kind: str, subject_id: UUID, text: str | None, region_code: str
    ) -> Checked:
        return actions.submit(work, kind=kind, subject_id=subject_id, text=text, region_code=region_code)


def hand_in(house: House) -> None:
    """WeChat, where this house has a mini-program; else nothing, and people do it all."""
    has_machine = bool(house.settings.wechat_app_id)
    house.providers[ContentChecker] = WeChatChecker(house) if has_machine else None
    house.providers[ContentDesk] = Desk()
