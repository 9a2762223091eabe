"""Reading, each reading by staff noted once with everybody whom it showed."""

from typing import Any
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.welfare_visits import queries
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.queries import ShownElder, ShownVisit
from service.kit.actor import REGION_STAFF, Function
from service.kit.errors import Forbidden, OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownVisit]:
    """A page of whom to call on, noted for everybody on it."""
    found = queries.visits_to_make(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people:
        work.audit("list_welfare_visits", region_code=wanted.get("grid"), people=people)
    return found


def read(work: UnitOfWork, row: WelfareVisit, *, in_full: bool = False) -> ShownVisit:
    """One visit with its tries; `in_full` to who has just made one, wherever the elder lives meanwhile."""
    if work.actor.is_staff:
        work.audit("get_welfare_visit", subject=row.id, region_code=row.region_code, people=[row.elder_id])
    return queries.shown(work, [row], with_contacts=True, in_full=in_full)[0]


def read_elder(work: UnitOfWork, elder_id: UUID) -> ShownElder:
    """What is known of one elder. Raises NotFound, Forbidden, OutOfScope."""
    actor = work.actor
    if actor.is_staff:
        work.require(bool(actor.served_regions(REGION_STAFF, Function.CARE)), Forbidden)
        who = work.found(residents.standing(work, elder_id))
        work.require(care.may_watch(actor, who.path), OutOfScope)
        work.audit("get_welfare_elder", subject=elder_id, region_code=who.region_code, people=[elder_id])
    elif actor.resident_id != elder_id:
        account_id = actor.account_id
        is_proxy = account_id is not None and elder_id in residents.elder_ids(
            work, account_id, care.PROXY_SCOPE
        )
        work.require(is_proxy, OutOfScope)
    return queries.elder_card(work, elder_id)
