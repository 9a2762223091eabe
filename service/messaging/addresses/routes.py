"""E-mail addresses over HTTP."""

from service.accounts.codes.errors import TooManyCodes
from service.kit.api import Blueprint
from service.kit.errors import NotFound
from service.kit.work import UnitOfWork
from service.messaging.addresses import actions, queries
from service.messaging.addresses.errors import (
    EmailAskedTooSoon,
    EmailNotOffered,
    OnlyForStaff,
    WrongEmailCode,
)
from service.messaging.addresses.queries import ShownAddress
from service.messaging.addresses.schemas import (
    EmailAddressSchema,
    EmailCodeSchema,
    NewEmailAddressSchema,
)

addresses = Blueprint(
    "addresses", url_prefix="/inbox/email", description="邮箱: where a staff member's mail goes."
)


@addresses.get()
@addresses.response(200, EmailAddressSchema)
@addresses.fails(NotFound)
def get_email_address(work: UnitOfWork) -> ShownAddress:
    """Read where this account's mail goes, masked."""
    return queries.shown(work, queries.own_address(work))


@addresses.post()
@addresses.arguments(NewEmailAddressSchema)
@addresses.response(201, EmailAddressSchema)
@addresses.fails(OnlyForStaff, EmailNotOffered, EmailAskedTooSoon, TooManyCodes)
def take_email_address(work: UnitOfWork, wanted: dict[str, str]) -> ShownAddress:
    """Have mail sent to an address, once the code that is sent there has come back; for staff."""
    return queries.shown(work, actions.take_address(work, wanted["address"]))


@addresses.post("/confirm")
@addresses.arguments(EmailCodeSchema)
@addresses.response(200, EmailAddressSchema)
@addresses.fails(WrongEmailCode, NotFound)
def confirm_email_address(work: UnitOfWork, proof: dict[str, str]) -> ShownAddress:
    """Prove an address by the code that came there."""
    return queries.shown(work, actions.confirm_address(work, proof["code"]))


@addresses.delete()
@addresses.response(204)
@addresses.fails(NotFound)
def forget_email_address(work: UnitOfWork) -> None:
    """Have no more mail sent."""
    actions.forget_address(work)
