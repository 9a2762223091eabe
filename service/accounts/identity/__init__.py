"""Identity providers: who stands behind a login code, as somebody else's service knows it."""

from dataclasses import dataclass, field
from typing import Protocol

from service.accounts.errors import LoginNotOffered
from service.kit.texts import Worded


class Door(Worded):
    """By which way somebody comes who is known elsewhere; the QR code of 浙政钉 is asked about in another place."""

    WECHAT = "wechat", "微信", "WeChat"
    ZHELIBAN = "zheliban", "浙里办", "Zheliban"
    ZHEZHENGDING = "zhezhengding", "浙政钉", "Zhezhengding"
    ZHEZHENGDING_QR = "zhezhengding_qr", "浙政钉扫码", "Zhezhengding by QR code"


@dataclass(frozen=True, slots=True)
class ProvenPerson:
    """Who a provider has made sure somebody is: by the ID card, not by what they typed."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identification:
    """A person as a provider knows them: the same `subject` at each login, never their name or telephone."""

    provider: str
    subject: str
    person: ProvenPerson | None = None


class IdentityProvider(Protocol):
    """Tells who a one-time login code stands for; raises BadLoginCode, LoginRefused or IdentityProviderDown."""

    def identify(self, code: str) -> Identification: ...


class IdentityProviders:
    """Which provider stands behind which door here."""

    def __init__(self, providers: dict[Door, IdentityProvider]) -> None:
        self._providers = providers

    def behind(self, door: Door) -> IdentityProvider:
        """The provider to ask; raises LoginNotOffered where none was set up."""
        provider = self._providers.get(door)
        if provider is None:
            raise LoginNotOffered(provider=door.words)
        return provider
