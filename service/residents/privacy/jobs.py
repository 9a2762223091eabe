"""What is made in the background for residents' privacy, and forgotten by the clock."""

from datetime import datetime
from uuid import UUID

from service.kit.background import BackgroundRun, in_background
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.residents.people.actions.emptying import empty_record
from service.residents.privacy import actions, queries
from service.residents.privacy.actions.copying import COPYING
from service.residents.proxies import actions as proxies


@in_background(COPYING)
def make_copy(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Make the copy of somebody's data, in one step."""
    actions.make_copy(work, UUID(run.checkpoint["copy_id"]))
    return True


@kept_for("copy_days")
def forget_copies(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Delete copies that have run out."""
    return actions.drop_copies(work, queries.ids_kept_since_before(work, oldest, limit))


@kept_for("rejected_registration_days")
def empty_rejected_registrations(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Empty registrations that were rejected long ago."""
    rejected = queries.rejected_before(work, oldest, limit)
    for person in rejected:
        empty_record(work, person)
    return len(rejected)


@kept_for("ended_proxy_days")
def forget_ended_proxies(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop proxies that ended long ago, with what was shown for them."""
    return proxies.forget_ended(work, oldest, limit)


@kept_for("erasure_days")
def forget_erasures(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop notes on erasures of long ago."""
    return actions.forget_erasures(work, oldest, limit)
