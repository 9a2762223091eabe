"""Reading entitlements, each reading by staff noted."""

from typing import Any

from service.elderly_care.entitlements import queries
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.queries import ShownEntitlement
from service.kit.pages import Page
from service.kit.work import UnitOfWork


def read(work: UnitOfWork, row: Entitlement) -> ShownEntitlement:
    """One entitlement with what was found, said and decided."""
    names = queries.names_for(work, [row.elder_id])
    if work.actor.is_staff:
        work.audit("get_care_entitlement", subject=row.id, region_code=row.region_code, people=[row.elder_id])
    return queries.shown(work, row, names.get(row.elder_id))


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownEntitlement]:
    """A page of entitlements without what was written, noted for whom staff read of."""
    found = queries.entitlements(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people and work.actor.is_staff:
        work.audit("list_care_entitlements", people=people)
    return found
