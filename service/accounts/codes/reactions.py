"""Sending codes, after the answer to who asked for them."""

from service.accounts.codes import actions
from service.accounts.codes.messages import CodeAsked
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(CodeAsked, outside=True)
def send_code(work: UnitOfWork, told: CodeAsked) -> None:
    """Hand the code to the gateway; at least once, with the same out id each time."""
    actions.send_code(work, told.code_id)
