"""Who is told of a visit: the workers of its place."""

from collections.abc import Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.queries import masked_names

UPWARDS = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_STAFF)


def tell_nearest(
    work: UnitOfWork, row: WelfareVisit, lowest: Role, text: SpokenText, **facts: object
) -> None:
    """Tell those in this role at the visit's place or, where nobody is, in the next one above."""
    names = masked_names(work, [row.elder_id])
    for account_id in nearest(work, row.region_code, lowest):
        tell(work, Recipient(account_id=account_id), text, subject=row.id, elder=names[row.elder_id], **facts)


def nearest(work: UnitOfWork, region_code: str, lowest: Role) -> Sequence[UUID]:
    """Who has this role at a place or, where nobody has, the next one above."""
    path = regions.path_of(work, region_code)
    for role in UPWARDS[UPWARDS.index(lowest) :]:
        found = accounts.account_ids_serving(work, path, role, Function.CARE)
        if found:
            return found
    return []
