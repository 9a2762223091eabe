"""By what messaging reaches the outside world here."""

from service.kit.house import House
from service.kit.mail.smtp import SmtpServer
from service.kit.sms import SmsGateway
from service.kit.voice import VoiceGateway
from service.kit.voice.aliyun import AliyunVoice
from service.kit.voice.demonstration import DemonstrationVoice
from service.kit.wechat.server import WeChatServer
from service.messaging.channels import ChannelGateway, ChannelGateways
from service.messaging.channels.demonstration import DemonstrationChannel
from service.messaging.channels.email import EmailChannel
from service.messaging.channels.sms import SmsChannel
from service.messaging.channels.voice import VoiceChannel
from service.messaging.channels.wechat import WeChatChannel
from service.messaging.rules import Channel


def hand_in(house: House) -> None:
    """Let every sending find the gateway of its channel."""
    house.providers[WeChatServer] = WeChatServer(house.settings) if house.settings.wechat_app_id else None
    house.providers[ChannelGateways] = ChannelGateways(_channels(house))


def _channels(house: House) -> dict[Channel, ChannelGateway]:
    """Those that this house has been given keys for; in a demonstration the others only seem to send."""
    settings = house.settings
    found: dict[Channel, ChannelGateway] = {}
    if settings.demo_logins:
        found = {each: DemonstrationChannel(settings, each) for each in (Channel.WECHAT, Channel.EMAIL)}
    if settings.wechat_app_id:
        found[Channel.WECHAT] = WeChatChannel(house)
    if settings.email_smtp_url:
        found[Channel.EMAIL] = EmailChannel(SmtpServer(settings))
    if (sms := house.provider(SmsGateway)) is not None:
        found[Channel.SMS] = SmsChannel(sms)
    if (voice := _voice_gateway(house)) is not None:
        found[Channel.VOICE] = VoiceChannel(voice)
    return found


def _voice_gateway(house: House) -> VoiceGateway | None:
    if house.settings.voice_access_key_id:
        return AliyunVoice(house.settings, house.clock, house.randomness)
    return DemonstrationVoice(house.settings) if house.settings.demo_logins else None
