"""How often codes may be asked for: counted in the database, so that all servers count together.

The count decides in the statement that changes it; a window begins with its first ask. Who asked is kept as a keyed
hash only.
"""

from datetime import timedelta
from math import ceil
from typing import Any

from limits import parse_many
from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from service.accounts.codes.errors import TooManyCodes
from service.accounts.codes.models import CodeCount
from service.kit.limits import network_of
from service.kit.work import UnitOfWork


def count_ask(work: UnitOfWork, receiver: str) -> None:
    """Count one ask for this telephone or mailbox, from this address and in all; raises TooManyCodes."""
    rows = list(_windows(work, receiver).values())
    counting = insert(CodeCount).values(rows)
    new, over = counting.excluded, CodeCount.over_at <= work.now
    counted = counting.on_conflict_do_update(
        index_elements=[CodeCount.key],
        set_={
            "asked": case((over, 1), else_=CodeCount.asked + 1),
            "over_at": case((over, new.over_at), else_=CodeCount.over_at),
            "most": new.most,
        },
        where=or_(over, CodeCount.asked < new.most),
    ).returning(CodeCount.key)
    if len(work.session.scalars(counted).all()) < len(rows):
        raise TooManyCodes(retry_after=_seconds_until_free(work, [row["key"] for row in rows]))


def forget_old_counts(work: UnitOfWork) -> None:
    """Drop what counts no longer."""
    work.session.execute(delete(CodeCount).where(CodeCount.over_at <= work.now))


def _windows(work: UnitOfWork, receiver: str) -> dict[bytes, dict[str, Any]]:
    """A row for each limit, always in the same order, so that two that ask at once never wait for each other in a ring."""
    settings = work.house.settings
    counted = [("phone", receiver, settings.limit_codes_per_phone)]
    if work.address:
        counted.append(("address", network_of(work.address), settings.limit_codes_per_address))
    counted.append(("all", "", settings.limit_codes_in_all))
    rows = {}
    for kind, who, limits in counted:
        for limit in parse_many(limits):
            seconds = limit.get_expiry()
            key = work.house.cipher.lookup(f"{kind}\0{who}\0{seconds}", purpose="code_counts")
            over_at = work.now + timedelta(seconds=seconds)
            rows[key] = {"key": key, "asked": 1, "most": limit.amount, "over_at": over_at}
    return rows


def _seconds_until_free(work: UnitOfWork, keys: list[bytes]) -> int:
    """Until the last of the full windows is over."""
    full = select(func.max(CodeCount.over_at)).where(
        CodeCount.key.in_(keys), CodeCount.over_at > work.now, CodeCount.asked >= CodeCount.most
    )
    over_at = work.session.scalar(full)
    return ceil((over_at - work.now).total_seconds()) if over_at else 1
