"""How many households a notice has reached by which way, and where the others stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from service.events.reaching import permissions
from service.events.reaching.models import Ladder, ReachHousehold
from service.events.reaching.rules import LISTS, Step, Way
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(slots=True)
class Counts:
    """Households in some places: how many there are, how many were reached by each way, at which step the others are.

    `gone` are those in which nobody lives any more; `not_begun` those that no step has got to yet.
    """

    households: int = 0
    reached: int = 0
    gone: int = 0
    not_begun: int = 0
    by_way: Counter[Way] = field(default_factory=Counter)
    by_step: Counter[Step] = field(default_factory=Counter)

    def add(self, row: Any) -> None:
        """Count the households of one line."""
        self.households += row.number
        if row.reached_by is not None:
            self.reached += row.number
            self.by_way[row.reached_by] += row.number
        elif row.is_gone:
            self.gone += row.number
        elif row.step is None:
            self.not_begun += row.number
        else:
            self.by_step[row.step] += row.number


@dataclass(slots=True)
class Counted:
    """The households in several grids, in all and by grid."""

    total: Counts = field(default_factory=Counts)
    by_grid: dict[str, Counts] = field(default_factory=dict)


def counts(work: UnitOfWork, notice_id: UUID, tops: Sequence[str]) -> Counted:
    """The households of a notice at or below these places, in one statement."""
    standing = [
        ReachHousehold.grid_code,
        ReachHousehold.step,
        ReachHousehold.reached_by,
        ReachHousehold.gone_at.is_not(None).label("is_gone"),
    ]
    query = select(*standing, func.count().label("number")).where(
        ReachHousehold.notice_id == notice_id, ReachHousehold.grid_code.in_(regions.below(tops))
    )
    found = Counted()
    for row in work.session.execute(query.group_by(*standing)):
        found.total.add(row)
        found.by_grid.setdefault(row.grid_code, Counts()).add(row)
    return found


def number_listed(work: UnitOfWork, most: int) -> int:
    """How many households the actor has to call or visit, of all notices; `most` where there are more."""
    tops = permissions.tops(work.actor)
    if not tops:
        return 0
    first = (
        select(ReachHousehold.id)
        .join(Ladder, Ladder.notice_id == ReachHousehold.notice_id)
        .where(
            Ladder.ended_at.is_(None),
            ReachHousehold.step.in_(LISTS),
            ReachHousehold.reached_at.is_(None),
            ReachHousehold.gone_at.is_(None),
            ReachHousehold.grid_code.in_(regions.below(tops)),
        )
        .limit(most)
        .subquery()
    )
    return work.session.scalar(select(func.count()).select_from(first)) or 0
