"""What accounts need of the outside world, and what stands behind it here."""

from service.accounts import queries
from service.accounts.identity import Door, IdentityProvider, IdentityProviders
from service.accounts.identity.demonstration import DemonstrationIdentities
from service.accounts.identity.wechat import WeChat
from service.accounts.identity.zheliban import Zheliban
from service.accounts.identity.zhezhengding import Zhezhengding
from service.accounts.passwords.hashing import PasswordHashing
from service.kit.house import House
from service.kit.shared_tokens import SharedTokens
from service.kit.sms import SmsGateway
from service.kit.sms.aliyun import AliyunSms
from service.kit.sms.demonstration import DemonstrationSms

# The demonstration's people were first met as nobody's in particular.
_DEMONSTRATED_AS = {
    Door.WECHAT: "demonstration",
    Door.ZHELIBAN: Door.ZHELIBAN.value,
    Door.ZHEZHENGDING: Door.ZHEZHENGDING.value,
    Door.ZHEZHENGDING_QR: Door.ZHEZHENGDING.value,
}


def hand_in(house: House) -> None:
    """Let every request find its actor, logins their providers and hashing, and codes their gateway."""
    house.find_actor = queries.find_actor
    house.providers[IdentityProviders] = IdentityProviders(_identity_providers(house))
    house.providers[PasswordHashing] = PasswordHashing(house.settings.concurrent_password_checks)
    house.providers[SmsGateway] = _sms_gateway(house)


def _identity_providers(house: House) -> dict[Door, IdentityProvider]:
    real = _real_providers(house)
    if not house.settings.demo_logins:
        return real
    return {
        door: DemonstrationIdentities(house.settings, real.get(door), provider)
        for door, provider in _DEMONSTRATED_AS.items()
    }


def _real_providers(house: House) -> dict[Door, IdentityProvider]:
    """Those that this house has been given keys for."""
    settings = house.settings
    found: dict[Door, IdentityProvider] = {}
    if settings.wechat_app_id:
        found[Door.WECHAT] = WeChat(settings)
    if settings.zheliban_access_key:
        found[Door.ZHELIBAN] = Zheliban(settings, house.clock)
    if settings.zhezhengding_app_key:
        tokens = SharedTokens(house)
        for door in (Door.ZHEZHENGDING, Door.ZHEZHENGDING_QR):
            found[door] = Zhezhengding(settings, door, tokens, clock=house.clock, randomness=house.randomness)
    return found


def _sms_gateway(house: House) -> SmsGateway | None:
    """None where no text message can be sent."""
    if house.settings.sms_access_key_id:
        return AliyunSms(house.settings, house.clock, house.randomness)
    return DemonstrationSms(house.settings) if house.settings.demo_logins else None
