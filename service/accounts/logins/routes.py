"""Logins over HTTP."""

from typing import Any

from service.accounts import actions
from service.accounts.errors import (
    AccountLocked,
    AlreadyRefreshed,
    BadCredentials,
    BadLoginCode,
    IdentityProviderDown,
    LoginRefused,
    PasswordUsedBefore,
    RefreshTokenReused,
    TooBusyToCheck,
    TooManyLoginCodes,
    WeakPassword,
    WrongPassword,
)
from service.accounts.logins import actions as logins
from service.accounts.logins.schemas import (
    LoginSchema,
    PasswordChangeRequestSchema,
    PasswordLoginRequestSchema,
    RefreshRequestSchema,
    WechatLoginRequestSchema,
)
from service.accounts.passwords import actions as passwords
from service.accounts.schemas import AccountSchema
from service.kit.api import Blueprint
from service.kit.errors import Unauthenticated
from service.kit.limits import limit_as_login
from service.kit.work import UnitOfWork

accounts = Blueprint("accounts", url_prefix="/accounts", description="账号: logins, and the own account.")


@accounts.post("/login/wechat", public=True, kept_nowhere=True)
@accounts.arguments(WechatLoginRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(BadLoginCode, LoginRefused, TooManyLoginCodes, IdentityProviderDown)
@limit_as_login
def login_with_wechat(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in from the mini-program; the first time makes the account."""
    return logins.log_in_with_wechat(work, asked["code"])


@accounts.post("/login/password", public=True, kept_nowhere=True)
@accounts.arguments(PasswordLoginRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(BadCredentials, AccountLocked, TooBusyToCheck)
@limit_as_login
def login_with_password(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in as staff.

    Five wrong passwords in a row lock the username for ten minutes. When `account.password_expired` is true
    everything but changing the password, logging out and reading one's own account is 403 `password_expired`.
    """
    return logins.log_in_with_password(work, **asked)


@accounts.post("/refresh", public=True, kept_nowhere=True)
@accounts.arguments(RefreshRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(Unauthenticated, RefreshTokenReused, AlreadyRefreshed)
def refresh_tokens(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Exchange a refresh token for a new pair of tokens.

    A refresh token is good once. Using a spent one ends the whole login; of two requests with the same good one
    at the same moment one wins, and the other is told 409 and ends nothing.
    """
    return logins.refresh(work, asked["refresh_token"])


@accounts.post("/logout", even_if_held_back=True)
@accounts.response(204)
def log_out(work: UnitOfWork) -> None:
    """End this login at once, with all its tokens."""
    logins.log_out(work)


@accounts.get("/me", even_if_held_back=True)
@accounts.response(200, AccountSchema)
def get_my_account(work: UnitOfWork) -> dict[str, Any]:
    """Read one's own account, with the duties valid today."""
    return actions.own_account(work)


@accounts.post("/password", idempotent=False, even_if_held_back=True)
@accounts.arguments(PasswordChangeRequestSchema)
@accounts.response(204)
@accounts.fails(WrongPassword, WeakPassword, PasswordUsedBefore, AccountLocked, TooBusyToCheck)
def change_password(work: UnitOfWork, asked: dict[str, Any]) -> None:
    """Change one's own password; other logins of the account end.

    At least 8 characters (administrators 10) of three kinds, not one of the last five; to be changed again
    after 90 days.
    """
    passwords.change_password(work, **asked)
