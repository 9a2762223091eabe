"""Identity providers: who stands behind a login code, as somebody else's service knows it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Identification:
    """A person as a provider knows them: the same `subject` at each login."""

    provider: str
    subject: str


class IdentityProvider(Protocol):
    """Tells who a one-time login code stands for; raises BadLoginCode or IdentityProviderDown."""

    def identify(self, code: str) -> Identification: ...
