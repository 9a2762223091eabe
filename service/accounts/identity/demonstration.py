"""The demonstration identity provider: made-up people log in without WeChat; never in production."""

import re

from config import Settings
from service.accounts.errors import BadLoginCode
from service.accounts.identity import Identification, IdentityProvider

_MADE_UP = re.compile(r"demo-(?:resident-[1-9]|new-[\w.-]{1,64})")


class RefusedInProduction(Exception):
    """Demonstration logins let anybody in."""


class DemonstrationIdentities:
    """Knows `demo-resident-1` … `9` and `demo-new-<anything>`; passes other codes on."""

    def __init__(self, settings: Settings, otherwise: IdentityProvider | None) -> None:
        if settings.is_production:
            raise RefusedInProduction
        self._otherwise = otherwise

    def identify(self, code: str) -> Identification:
        if _MADE_UP.fullmatch(code):
            return Identification("demonstration", code)
        if self._otherwise is None:
            raise BadLoginCode
        return self._otherwise.identify(code)
