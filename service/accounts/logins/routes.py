"""Logins over HTTP."""

from typing import Any

from service.accounts import actions
from service.accounts.codes.actions import AskedCode
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes
from service.accounts.errors import (
    AccountLocked,
    AlreadyRefreshed,
    BadCredentials,
    BadLoginCode,
    IdentityNotLinked,
    IdentityProviderDown,
    LoginNotOffered,
    LoginRefused,
    PasswordUsedBefore,
    RefreshTokenReused,
    TooBusyToCheck,
    TooManyLoginCodes,
    WeakPassword,
    WrongPassword,
)
from service.accounts.identities import actions as identities
from service.accounts.identities.errors import BadSmsCode
from service.accounts.identities.schemas import AskedCodeSchema, TelephoneSchema
from service.accounts.identity import Door
from service.accounts.logins import actions as logins
from service.accounts.logins.schemas import (
    LoginSchema,
    PasswordChangeRequestSchema,
    PasswordLoginRequestSchema,
    RefreshRequestSchema,
    SmsLoginRequestSchema,
    WechatLoginRequestSchema,
    ZhelibanLoginRequestSchema,
    ZhezhengdingLoginRequestSchema,
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
@accounts.fails(BadLoginCode, LoginRefused, LoginNotOffered, TooManyLoginCodes, IdentityProviderDown)
@limit_as_login
def login_with_wechat(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in from the mini-program; the first time makes the account."""
    return logins.log_in_as_resident(work, Door.WECHAT, asked["code"])


@accounts.post("/login/zheliban", public=True, kept_nowhere=True)
@accounts.arguments(ZhelibanLoginRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(BadLoginCode, LoginRefused, LoginNotOffered, IdentityProviderDown)
@limit_as_login
def login_with_zheliban(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in as a resident from 浙里办; the first time makes the account.

    If the name and the ID number that 浙里办 has made sure of are on record together, that record becomes the
    account's within seconds; a name alone never links anything.
    """
    return logins.log_in_as_resident(work, Door.ZHELIBAN, asked["ticket"])


@accounts.post("/login/zhezhengding", public=True, kept_nowhere=True)
@accounts.arguments(ZhezhengdingLoginRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(BadLoginCode, IdentityNotLinked, LoginRefused, LoginNotOffered, IdentityProviderDown)
@limit_as_login
def login_with_zhezhengding(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in as staff from 浙政钉, in the application or by QR code.

    It makes no account: who has one links 浙政钉 to it first, else 401 `identity_not_linked`.
    """
    door = Door.ZHEZHENGDING_QR if asked["flow"] == "qr" else Door.ZHEZHENGDING
    return logins.log_in_as_staff(work, door, asked["code"])


@accounts.post("/login/sms/code", public=True)
@accounts.arguments(TelephoneSchema)
@accounts.response(202, AskedCodeSchema)
@accounts.fails(BadMobile, TooManyCodes, SmsNotOffered)
@limit_as_login
def ask_login_code(work: UnitOfWork, asked: dict[str, Any]) -> AskedCode:
    """Ask for a code to log in with by telephone; good for five minutes and five tries.

    One a minute, five an hour and ten a day for a telephone. The answer is the same whether or not anybody has an
    account with it.
    """
    return identities.ask_login_code(work, asked["phone"])


@accounts.post("/login/sms", public=True, kept_nowhere=True)
@accounts.arguments(SmsLoginRequestSchema)
@accounts.response(200, LoginSchema)
@accounts.fails(BadSmsCode, BadMobile)
@limit_as_login
def login_with_sms(work: UnitOfWork, asked: dict[str, Any]) -> dict[str, Any]:
    """Log in as a resident with the code that was sent to one's telephone; the first time makes the account."""
    return logins.log_in_with_sms(work, **asked)


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
