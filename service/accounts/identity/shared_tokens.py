"""Tokens that a provider gives to the application itself: sealed in the database, so that all processes share them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from service.accounts.models import ProviderToken
from service.kit.house import House


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token that is still good, and since when it was kept."""

    token: str = field(repr=False)
    since: datetime


class SharedTokens:
    """Each question is a short transaction of its own, so that no connection is held while a provider thinks."""

    def __init__(self, house: House) -> None:
        self._house = house

    def stored(self, app_key: str) -> StoredToken | None:
        """The newest token of this application, unless it is over."""
        with self._house.sessions.begin() as session:
            kept = session.scalar(
                select(ProviderToken).where(
                    ProviderToken.app_key == app_key, ProviderToken.expires_at > self._house.clock.now()
                )
            )
        if kept is None:
            return None
        return StoredToken(self._house.cipher.decrypt(kept.sealed, bound_to=_bound_to(app_key)), kept.kept_at)

    def keep(self, app_key: str, token: str, lasts: timedelta) -> None:
        """Let everybody use this token; of two that were fetched at once either is good."""
        now = self._house.clock.now()
        values = {
            "sealed": self._house.cipher.encrypt(token, bound_to=_bound_to(app_key)),
            "kept_at": now,
            "expires_at": now + lasts,
        }
        keeping = insert(ProviderToken).values(app_key=app_key, **values)
        with self._house.sessions.begin() as session:
            session.execute(
                keeping.on_conflict_do_update(index_elements=[ProviderToken.app_key], set_=values)
            )


def _bound_to(app_key: str) -> str:
    return f"provider_tokens.sealed:{app_key}"
