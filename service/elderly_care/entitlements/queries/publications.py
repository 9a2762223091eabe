"""What anybody may read while it is publicised: a masked name, a community, a scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.entitlements.errors import PlaceTooSmall
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.small_cells import SMALLEST_SHOWN
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_NOBODY = "***"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is publicised of an application; the name is hidden whole where its first character points at few people."""

    name: str
    community: str
    scheme_name: str
    published_from: date
    published_until: date


def publications(
    work: UnitOfWork, *, region_code: str | None = None, cursor: str | None = None, limit: int = 20
) -> Page[Publication]:
    """What is publicised today, what ends first before the rest. Raises PlaceTooSmall."""
    if region_code is not None and not _is_large(work, region_code):
        raise PlaceTooSmall(field="region_code")
    today = local_date(work.now)
    query: Any = (
        select(
            Entitlement.id,
            Entitlement.elder_id,
            Entitlement.region_code,
            Entitlement.published_from,
            Entitlement.published_until,
            SubsidyScheme.name.label("scheme_name"),
        )
        .join(SubsidyScheme, SubsidyScheme.id == Entitlement.scheme_id)
        .where(
            Entitlement.status == EntitlementStatus.PUBLICISED,
            Entitlement.published_from <= today,
            Entitlement.published_until >= today,
        )
    )
    if region_code is not None:
        query = query.where(Entitlement.region_code.in_(regions.below([region_code])))
    by = (Entitlement.published_until, Entitlement.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit, scalars=False)
    return Page(_told(work, found.items), found.next_cursor)


def _is_large(work: UnitOfWork, region_code: str) -> bool:
    """Whether a place may narrow the list: to ask by building would tell who lives in it."""
    return regions.region(work, region_code) is None or regions.is_official(work, region_code)


def _told(work: UnitOfWork, rows: Sequence[Any]) -> list[Publication]:
    communities = _communities(work, {row.region_code for row in rows})
    names = residents.masked_names(work, [row.elder_id for row in rows])
    places = {(communities[row.region_code][0], names[row.elder_id][0]) for row in rows}
    common = _common(work, places)
    return [
        Publication(
            name=_name(names, row.elder_id, communities[row.region_code][0], common),
            community=communities[row.region_code][1],
            scheme_name=row.scheme_name,
            published_from=row.published_from,
            published_until=row.published_until,
        )
        for row in rows
    ]


def _name(names: dict[UUID, str], elder_id: UUID, community: str, common: set[tuple[str, str]]) -> str:
    initial = names[elder_id][0]
    return f"{initial}**" if (community, initial) in common else _NOBODY


def _communities(work: UnitOfWork, codes: set[str]) -> dict[str, tuple[str, str]]:
    """Code and name of the community in which each place lies; never the grid or the building."""
    found = {}
    for code, steps in regions.steps_down_to(work, codes).items():
        step = next((each for each in steps if each.level == "community"), steps[0])
        found[code] = (step.code, step.name)
    return found


def _common(work: UnitOfWork, places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of these communities and first characters those that enough people share."""
    return {
        (community, initial)
        for community, initial in places
        if residents.is_common(work, initial, community, SMALLEST_SHOWN)
    }
