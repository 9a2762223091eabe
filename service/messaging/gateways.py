"""By what messaging reaches the outside world here."""

from service.kit.house import House
from service.kit.wechat.server import WeChatServer
from service.messaging.channels import ChannelGateways


def hand_in(house: House) -> None:
    """Let every sending find the gateway of its channel."""
    house.providers[WeChatServer] = WeChatServer(house.settings) if house.settings.wechat_app_id else None
    house.providers[ChannelGateways] = ChannelGateways({})
