"""Where a sending goes: looked up when it goes, so that nothing old is kept and nobody is reached under a number given up."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from service.accounts.identities.queries import subjects_of
from service.kit.work import UnitOfWork
from service.messaging.addresses.queries import confirmed_addresses
from service.messaging.rules import BY_TELEPHONE, Channel
from service.residents.queries import telephones_to_reach

WECHAT, DEMONSTRATION = "wechat", "demonstration"


def addresses(work: UnitOfWork, channel: Channel, rows: Sequence[Row[Any]]) -> dict[UUID, str]:
    """The address of each of these sendings that has one, in one statement."""
    if channel in BY_TELEPHONE:
        known = telephones_to_reach(work, {row.phone_of for row in rows})
        return {row.id: known[row.phone_of] for row in rows if row.phone_of in known}
    account_ids = {row.account_id for row in rows}
    if channel is Channel.EMAIL:
        known = confirmed_addresses(work, account_ids)
    else:
        providers = [WECHAT, DEMONSTRATION] if work.house.settings.demo_logins else [WECHAT]
        known = subjects_of(work, account_ids, providers)
    return {row.id: known[row.account_id] for row in rows if row.account_id in known}
