"""By what texts are looked at here."""

from service.kit.house import House
from service.messaging.content_checks.checkers import ContentChecker, WeChatChecker


def hand_in(house: House) -> None:
    """WeChat, where this house has a mini-program; else nothing, and people do it all."""
    has_machine = bool(house.settings.wechat_app_id)
    house.providers[ContentChecker] = WeChatChecker(house) if has_machine else None
