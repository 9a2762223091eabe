"""What organisers read of an activity that others do not."""

from datetime import date, timedelta
from uuid import UUID

from service.events.activities import queries
from service.events.activities.actions.participants import is_member
from service.events.activities.models import ActivityFeedback
from service.events.activities.queries.feedback import feedback
from service.events.activities.queries.figures import (
    Figures,
    FiguresOfPlace,
    figures_of_activity,
    figures_of_place,
)
from service.kit.errors import InvalidInput, OutOfScope
from service.kit.pages import Page
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions

_LONGEST = timedelta(days=366)
_ORDER = Text("结束日期不能早于开始日期，最长一年。", "The last day comes after the first, within a year.")


def read_figures(work: UnitOfWork, activity_id: UUID) -> Figures:
    """How many came, for who organises the activity or receives people there. Raises NotFound, OutOfScope."""
    return figures_of_activity(work, activity_id, _organised_path(work, activity_id, by_members=True))


def read_feedback(
    work: UnitOfWork, activity_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[ActivityFeedback]:
    """What was said, for workers alone: no neighbour has looked whether it may be read by neighbours."""
    _organised_path(work, activity_id, by_members=False)
    return feedback(work, activity_id, cursor=cursor, limit=limit)


def read_figures_of_place(work: UnitOfWork, region_code: str, *, from_: date, to: date) -> FiguresOfPlace:
    """How many came to what a place offered in some days; exact for who looks after its activities."""
    if to < from_ or to - from_ > _LONGEST:
        raise InvalidInput({"to": _ORDER})
    path = work.found(regions.path_of(work, region_code) or None)
    return figures_of_place(work, region_code, path, from_, to)


def _organised_path(work: UnitOfWork, activity_id: UUID, *, by_members: bool) -> tuple[str, ...]:
    facts = work.found(queries.facts(work, activity_id))
    is_theirs = queries.receives(work, facts) or (by_members and is_member(work, facts.organisation_id))
    if not is_theirs:
        work.found(queries.activity(work, activity_id))
        raise OutOfScope
    return facts.path
