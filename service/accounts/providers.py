"""What accounts need of the outside world, and what stands behind it here."""

from config import Settings
from service.accounts import queries
from service.accounts.identity import IdentityProvider
from service.accounts.identity.demonstration import DemonstrationIdentities
from service.accounts.identity.wechat import WeChat
from service.accounts.passwords.hashing import PasswordHashing
from service.kit.house import House
from service.kit.sms import SmsGateway
from service.kit.sms.aliyun import AliyunSms
from service.kit.sms.demonstration import DemonstrationSms


def hand_in(house: House) -> None:
    """Let every request find its actor, and logins their identity provider and their hashing."""
    house.find_actor = queries.find_actor
    house.providers[IdentityProvider] = _identity_provider(house.settings)
    house.providers[PasswordHashing] = PasswordHashing(house.settings.concurrent_password_checks)
    house.providers[SmsGateway] = _sms_gateway(house)


def _identity_provider(settings: Settings) -> IdentityProvider:
    wechat = WeChat(settings)
    if not settings.demo_logins:
        return wechat
    return DemonstrationIdentities(settings, otherwise=wechat if settings.wechat_app_id else None)


def _sms_gateway(house: House) -> SmsGateway | None:
    """None where no text message can be sent."""
    if house.settings.sms_access_key_id:
        return AliyunSms(house.settings, house.clock, house.randomness)
    return DemonstrationSms(house.settings) if house.settings.demo_logins else None
