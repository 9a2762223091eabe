"""The ways into one's account over HTTP."""

from typing import Any
from uuid import UUID

from service.accounts.codes.actions import AskedCode
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes, WrongCode
from service.accounts.errors import (
    BadLoginCode,
    IdentityProviderDown,
    LoginNotOffered,
    LoginRefused,
    TooManyLoginCodes,
)
from service.accounts.identities import actions, queries
from service.accounts.identities.errors import IdentityElsewhere, LastWayIn, LoginAgain
from service.accounts.identities.schemas import (
    AskedCodeSchema,
    IdentitySchema,
    TelephoneProofSchema,
    TelephoneSchema,
    WechatProofSchema,
    ZhelibanProofSchema,
    ZhezhengdingProofSchema,
)
from service.accounts.identity import Door
from service.accounts.models import Identity
from service.kit.api import Blueprint
from service.kit.limits import limit_as_login
from service.kit.pages import Page
from service.kit.work import UnitOfWork

identities = Blueprint(
    "identities",
    url_prefix="/accounts/me/identities",
    description="登录方式: the ways into one's own account.",
)
_BY_CODE = (BadLoginCode, LoginRefused, LoginNotOffered, IdentityProviderDown, LoginAgain, IdentityElsewhere)


@identities.get()
@identities.paged(IdentitySchema)
def list_my_identities(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Identity]:
    """List the ways into one's account, the oldest first; a staff member's password is not among them."""
    return queries.own_identities(work, **wanted)


@identities.get("/<uuid:identity_id>")
@identities.response(200, IdentitySchema)
def get_my_identity(work: UnitOfWork, identity_id: UUID) -> Identity:
    """Read one of the ways into one's account."""
    return work.found(queries.own_identity(work, identity_id))


@identities.post("/wechat", idempotent=False)
@identities.arguments(WechatProofSchema)
@identities.response(201, IdentitySchema)
@identities.fails(*_BY_CODE, TooManyLoginCodes)
@limit_as_login
def link_my_wechat(work: UnitOfWork, proof: dict[str, Any]) -> Identity:
    """Let one's WeChat lead into this account too: for residents who logged in within ten minutes.

    When it is a way into another account 409 `identity_elsewhere`: with `take_over` it moves here, if nobody has
    registered with that account; an account without any way in is shut.
    """
    return actions.link_by_code(work, Door.WECHAT, **proof)


@identities.post("/zheliban", idempotent=False)
@identities.arguments(ZhelibanProofSchema)
@identities.response(201, IdentitySchema)
@identities.fails(*_BY_CODE)
@limit_as_login
def link_my_zheliban(work: UnitOfWork, proof: dict[str, Any]) -> Identity:
    """Let one's 浙里办 lead into this account too: for residents who logged in within ten minutes.

    If it proves a name and an ID number that are on record together, the record becomes the account's.
    """
    return actions.link_by_code(work, Door.ZHELIBAN, code=proof["ticket"], take_over=proof["take_over"])


@identities.post("/zhezhengding", idempotent=False)
@identities.arguments(ZhezhengdingProofSchema)
@identities.response(201, IdentitySchema)
@identities.fails(*_BY_CODE)
@limit_as_login
def link_my_zhezhengding(work: UnitOfWork, proof: dict[str, Any]) -> Identity:
    """Let one's 浙政钉 lead into this account too: for staff who logged in within ten minutes."""
    door = Door.ZHEZHENGDING_QR if proof["flow"] == "qr" else Door.ZHEZHENGDING
    return actions.link_by_code(work, door, code=proof["code"])


@identities.post("/sms/code", idempotent=False)
@identities.arguments(TelephoneSchema)
@identities.response(202, AskedCodeSchema)
@identities.fails(BadMobile, TooManyCodes, SmsNotOffered, LoginAgain)
@limit_as_login
def ask_link_code(work: UnitOfWork, asked: dict[str, Any]) -> AskedCode:
    """Ask for a code to link a telephone with; good for five minutes, five tries and this account."""
    return actions.ask_link_code(work, asked["phone"])


@identities.post("/sms", idempotent=False)
@identities.arguments(TelephoneProofSchema)
@identities.response(201, IdentitySchema)
@identities.fails(BadMobile, WrongCode, LoginAgain, IdentityElsewhere)
@limit_as_login
def link_my_telephone(work: UnitOfWork, proof: dict[str, Any]) -> Identity:
    """Let a telephone lead into this account too: for residents who logged in within ten minutes."""
    return actions.link_by_sms(work, **proof)


@identities.delete("/<uuid:identity_id>")
@identities.response(204)
@identities.fails(LastWayIn, LoginAgain)
def unlink_my_identity(work: UnitOfWork, identity_id: UUID) -> None:
    """Let an identity lead into this account no more; other logins of the account end.

    One must have logged in within ten minutes, and the last way in can not be removed.
    """
    actions.unlink(work, identity_id)
