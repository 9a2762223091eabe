"""The demonstration identity provider: made-up people log in without WeChat or the province; never in production."""

import re

from config import Settings
from service.accounts.errors import BadLoginCode
from service.accounts.identity import Identification, IdentityProvider

_MADE_UP = re.compile(r"demo-(?:resident-[1-9]|new-[\w.-]{1,64})")


class RefusedInProduction(Exception):
    """Demonstration logins let anybody in."""


class DemonstrationIdentities:
    """Knows `demo-resident-1` … `9` and `demo-new-<anything>`; passes other codes on.

    `provider` is as whom it speaks: people of one door are nobody at another.
    """

    def __init__(
        self, settings: Settings, otherwise: IdentityProvider | None, provider: str = "demonstration"
    ) -> None:
        if settings.is_production:
            raise RefusedInProduction
        self._otherwise = otherwise
        self._provider = provider

    def identify(self, code: str) -> Identification:
        if _MADE_UP.fullmatch(code):
            return Identification(self._provider, code)
        if self._otherwise is None:
            raise BadLoginCode
        return self._otherwise.identify(code)
