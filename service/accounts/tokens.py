"""Tokens: short access tokens, and refresh tokens that name a login and its generation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_jwt_extended import create_access_token, create_refresh_token, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import InvalidTokenError

from service.accounts.models import LoginSession
from service.kit.errors import Unauthenticated
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh token says."""

    session_id: UUID
    generation: int


def issue(work: UnitOfWork, login: LoginSession) -> dict[str, Any]:
    """A pair of tokens for the login's present generation; an access token never outlives the login."""
    lifetime = timedelta(minutes=work.house.settings.access_token_minutes)
    access_ends = min(work.now + lifetime, login.expires_at)
    refresh_claims = {"gen": login.generation}
    return {
        "access_token": _signed(create_access_token, login, access_ends, {}),
        "refresh_token": _signed(create_refresh_token, login, login.expires_at, refresh_claims),
        "token_type": "Bearer",
        "expires_in": int((access_ends - work.now).total_seconds()),
    }


def read_refresh(token: str) -> Refresh:
    """What a refresh token of ours says; whether it is still good the login knows. Raises Unauthenticated."""
    try:
        claims = decode_token(token, allow_expired=True)
        if claims["type"] != "refresh":
            raise Unauthenticated
        return Refresh(UUID(claims["sid"]), int(claims["gen"]))
    except (JWTExtendedException, InvalidTokenError, KeyError, ValueError) as error:
        raise Unauthenticated from error


def _signed(create: Any, login: LoginSession, ends: datetime, claims: dict[str, Any]) -> str:
    # The library counts by the machine's clock, ours by the house's: so the end is given, not the length.
    own = {"sid": str(login.id), "exp": int(ends.timestamp()), **claims}
    token: str = create(str(login.account_id), expires_delta=False, additional_claims=own)
    return token
