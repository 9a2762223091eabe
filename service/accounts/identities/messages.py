"""Facts about who stands behind an account."""

from uuid import UUID

from service.kit.messages import message


@message
class PersonProven:
    """A provider has made sure by the ID card who holds an account."""

    account_id: UUID
