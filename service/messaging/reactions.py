"""What messaging does when somebody is to be told something."""

from dataclasses import replace
from uuid import UUID

from service.accounts.queries import account_ids_of_resident
from service.kit.messages import on
from service.kit.telling import Told
from service.kit.work import UnitOfWork
from service.messaging.actions import put_in_inboxes
from service.residents.queries import present_id, proxy_account_ids


@on(Told)
def deliver_to_inboxes(work: UnitOfWork, told: Told) -> None:
    """Put what is told into the inbox of every account that it concerns, once each."""
    if told.resident_id is not None:
        # It was announced before the record gave way to another.
        told = replace(told, resident_id=present_id(work, told.resident_id))
    put_in_inboxes(work, told, _themselves(work, told), _proxies(work, told))


def _themselves(work: UnitOfWork, told: Told) -> list[UUID]:
    """The account itself, or the resident's own."""
    named = [told.account_id] if told.account_id else []
    return [*named, *account_ids_of_resident(work, told.resident_id)] if told.resident_id else named


def _proxies(work: UnitOfWork, told: Told) -> list[UUID]:
    """Who may act for the resident in that matter."""
    if told.resident_id is None or not told.scope:
        return []
    return proxy_account_ids(work, told.resident_id, told.scope)
