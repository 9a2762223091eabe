"""What became of a notice, for staff in figures, for the workers of its people household by household."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.events.notices import actions as notices
from service.events.notices import permissions as notice_permissions
from service.events.notices.models import Addressing
from service.events.reaching import permissions, queries
from service.events.reaching.queries import Counts, ShownHousehold
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """Households by how they were reached, and by the step at which the others are."""

    households: int
    reached: int
    gone: int
    not_begun: int
    by_way: Sequence[dict[str, Any]]
    by_step: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReaching:
    """A notice's receipts, of one that must reach with its households; who is not reached is for workers only."""

    addressed: int
    read: int
    confirmed: int
    addressing: Addressing | None
    reaching: ShownCounts | None
    began_at: datetime | None
    ended_at: datetime | None
    not_reached: Page[ShownHousehold] | None
    items: Sequence[dict[str, Any]]
    next_cursor: str | None


def read_receipts(work: UnitOfWork, notice_id: UUID, **wanted: Any) -> ShownReaching:
    """What became of a notice at the places that the actor serves. Raises NotFound, OutOfScope, WrongState."""
    receipts = notices.read_receipts(work, notice_id, **wanted)
    ladder = queries.ladder(work, notice_id)
    tops = notice_permissions.tops(work.actor)
    counted = queries.counts(work, notice_id, tops) if ladder else None
    by_grid = counted.by_grid if counted else {}
    is_worker = ladder is not None and bool(permissions.tops(work.actor))
    return ShownReaching(
        addressed=receipts.addressed,
        read=receipts.read,
        confirmed=receipts.confirmed,
        addressing=receipts.addressing,
        reaching=_shown(counted.total) if counted else None,
        began_at=ladder.began_at if ladder else None,
        ended_at=ladder.ended_at if ladder else None,
        not_reached=_households(work, notice_id, reached=False) if is_worker else None,
        items=[
            {**each, "reaching": _shown(by_grid.get(each["grid_code"], Counts())) if counted else None}
            for each in receipts.items
        ],
        next_cursor=receipts.next_cursor,
    )


def read_households(work: UnitOfWork, notice_id: UUID, **wanted: Any) -> Page[ShownHousehold]:
    """The households of a notice at the places whose people the actor calls and visits.

    Raises NotFound, OutOfScope, WrongState.
    """
    notices.with_receipts(work, notice_id)
    work.require(bool(permissions.tops(work.actor)), OutOfScope)
    return _households(work, notice_id, **wanted)


def _households(work: UnitOfWork, notice_id: UUID, **wanted: Any) -> Page[ShownHousehold]:
    """The reading of names and telephones stands in the access log of everybody on the page."""
    found = queries.households(work, notice_id, permissions.tops(work.actor), **wanted)
    if people := queries.people_of(found.items):
        work.audit("list_notice_households", subject=notice_id, people=sorted(people))
    return found


def _shown(counted: Counts) -> ShownCounts:
    return ShownCounts(
        households=counted.households,
        reached=counted.reached,
        gone=counted.gone,
        not_begun=counted.not_begun,
        by_way=[{"way": each, "households": number} for each, number in sorted(counted.by_way.items())],
        by_step=[{"step": each, "households": number} for each, number in sorted(counted.by_step.items())],
    )
