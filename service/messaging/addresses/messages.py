"""Facts about e-mail addresses."""

from uuid import UUID

from service.kit.messages import message


@message
class EmailCodeAsked:
    """Somebody is to prove an address with a code, which is made from this id when it is sent."""

    account_id: UUID
    code_id: UUID
