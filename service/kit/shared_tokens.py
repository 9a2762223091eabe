"""Tokens that somebody else's service gives to ours: sealed in the database, so that all processes share them.

Each question is a short transaction of its own, so that no connection is held while the other service thinks.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table
from service.kit.house import House
from service.kit.sealing import sealed

# Who renews a token and dies is succeeded after this.
RENEWING_TAKES = timedelta(seconds=15)


class ProviderToken(Table):
    """What a provider gave our application to ask it with; empty until the first one has come.

    `renewing_until` is set while one process asks for the next one, `refused_at` since the provider would not know it
    any more, and `forced_at` is when a new one was last demanded before its time.
    """

    __tablename__ = "provider_tokens"

    app_key: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    renewing_until: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    forced_at: Mapped[datetime | None]


sealed(ProviderToken, "sealed", "provider_tokens.sealed:{app_key}")


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token, since when it was kept, and until when it is good."""

    token: str = field(repr=False)
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """That this process is to fetch the next token; `refused` is one that the provider would not know any more."""

    refused: str | None = field(repr=False)
    forced_at: datetime | None


class SharedTokens:
    """The tokens of all applications, for every process alike."""

    def __init__(self, house: House) -> None:
        self._house = house

    def stored(self, app_key: str) -> StoredToken | None:
        """The newest token of this application, unless it is over or was refused."""
        good = (
            ProviderToken.app_key == app_key,
            ProviderToken.expires_at > self._house.clock.now(),
            ProviderToken.refused_at.is_(None),
        )
        with self._house.sessions.begin() as session:
            kept = session.scalar(select(ProviderToken).where(*good))
        if kept is None or kept.sealed is None or kept.kept_at is None or kept.expires_at is None:
            return None
        return StoredToken(self._opened(app_key, kept.sealed), kept.kept_at, kept.expires_at)

    def keep(self, app_key: str, token: str, lasts: timedelta, *, forced: bool = False) -> None:
        """Let everybody use this token; of two that were fetched at once either is good."""
        now = self._house.clock.now()
        values = {
            "sealed": self._house.cipher.encrypt(token, bound_to=_bound_to(app_key)),
            "kept_at": now,
            "expires_at": now + lasts,
            "renewing_until": None,
            "refused_at": None,
            **({"forced_at": now} if forced else {}),
        }
        keeping = insert(ProviderToken).values(app_key=app_key, **values)
        with self._house.sessions.begin() as session:
            session.execute(
                keeping.on_conflict_do_update(index_elements=[ProviderToken.app_key], set_=values)
            )

    def begin_renewal(self, app_key: str) -> Renewal | None:
        """Be the one who fetches the next token; None while another does."""
        now = self._house.clock.now()
        free = or_(ProviderToken.renewing_until.is_(None), ProviderToken.renewing_until <= now)
        claim = (
            update(ProviderToken)
            .where(ProviderToken.app_key == app_key, free)
            .values(renewing_until=now + RENEWING_TAKES)
            .returning(ProviderToken.sealed, ProviderToken.refused_at, ProviderToken.forced_at)
        )
        with self._house.sessions.begin() as session:
            session.execute(insert(ProviderToken).values(app_key=app_key).on_conflict_do_nothing())
            claimed = session.execute(claim).one_or_none()
        if claimed is None:
            return None
        was_refused = claimed.refused_at is not None and claimed.sealed is not None
        return Renewal(self._opened(app_key, claimed.sealed) if was_refused else None, claimed.forced_at)

    def give_up_renewal(self, app_key: str) -> None:
        """Let another try at once: the provider did not answer."""
        with self._house.sessions.begin() as session:
            session.execute(
                update(ProviderToken).where(ProviderToken.app_key == app_key).values(renewing_until=None)
            )

    def refuse(self, app_key: str, token: str) -> None:
        """Note that the provider does not know this token any more; a newer one that has come meanwhile stays."""
        known = select(ProviderToken).where(
            ProviderToken.app_key == app_key, ProviderToken.refused_at.is_(None)
        )
        with self._house.sessions.begin() as session:
            kept = session.scalar(known.with_for_update())
            if kept is not None and kept.sealed and self._opened(app_key, kept.sealed) == token:
                kept.refused_at = self._house.clock.now()

    def _opened(self, app_key: str, kept: bytes) -> str:
        return self._house.cipher.decrypt(kept, bound_to=_bound_to(app_key))


def _bound_to(app_key: str) -> str:
    return f"provider_tokens.sealed:{app_key}"
