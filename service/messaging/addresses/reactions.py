"""Sending the codes that prove addresses, after the answer to who asked for them."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.messaging.addresses import actions
from service.messaging.addresses.messages import EmailCodeAsked


@on(EmailCodeAsked, outside=True)
def send_code(work: UnitOfWork, told: EmailCodeAsked) -> None:
    """Send the code, if it is still good for something; at least once."""
    actions.send_code(work, told.account_id, told.code_id)
