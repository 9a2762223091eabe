"""Questions about checks: a worker's queue, and how one stands."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from service.kit.content import ContentState
from service.kit.lists import in_text
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.messaging.content_checks import permissions, rules
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.rules import CheckState
from service.regions import queries as regions


def checks(
    work: UnitOfWork,
    *,
    state: CheckState = CheckState.IN_REVIEW,
    kind: str | None = None,
    region_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ContentCheck]:
    """What was written where the actor answers for it, and still stands, the oldest first."""
    tops = permissions.tops(work.actor)
    work.require(bool(tops))
    query = select(ContentCheck).where(
        ContentCheck.state == state,
        ContentCheck.replaced_at.is_(None),
        ContentCheck.region_code.in_(regions.below(tops)),
    )
    if kind is not None:
        query = query.where(ContentCheck.kind == kind)
    if region_code is not None:
        query = query.where(ContentCheck.region_code.in_(regions.below([region_code])))
    return page(work, query, by=(ContentCheck.id,), cursor=cursor, limit=limit)


def waiting_by_place(work: UnitOfWork) -> dict[str, int]:
    """How many texts wait for a worker's word, by the place where they are to be shown."""
    query = select(ContentCheck.region_code, func.count().label("number")).where(*_WAIT_FOR_WORKERS)
    return {
        row.region_code: row.number for row in work.session.execute(query.group_by(ContentCheck.region_code))
    }


def number_waiting(work: UnitOfWork, most: int) -> int:
    """How many texts wait for the actor's word, or their colleagues'; `most` where there are more."""
    tops = permissions.tops(work.actor)
    if not tops:
        return 0
    theirs = ContentCheck.region_code.in_(regions.below(tops))
    first = select(ContentCheck.id).where(*_WAIT_FOR_WORKERS, theirs).limit(most).subquery()
    return work.session.scalar(select(func.count()).select_from(first)) or 0


def check(work: UnitOfWork, check_id: UUID, *, lock: bool = False) -> ContentCheck:
    """A check that the actor may see; raises NotFound."""
    query = select(ContentCheck).where(ContentCheck.id == check_id)
    found = work.found(work.session.scalar(query.with_for_update() if lock else query))
    may_see = permissions.may_review(work.actor, regions.path_of(work, found.region_code))
    return work.found(found if may_see else None)


def state_of(work: UnitOfWork, check_id: UUID) -> ContentState | None:
    """What holds of a text now; None where its check is forgotten."""
    state = work.session.scalar(select(ContentCheck.state).where(ContentCheck.id == check_id))
    return None if state is None else rules.shown(state)


def written_by(work: UnitOfWork, account_ids: Collection[UUID]) -> Sequence[ContentCheck]:
    """Every text of these accounts' that was checked, the oldest first."""
    query = select(ContentCheck).where(ContentCheck.author_id.in_(account_ids))
    return work.session.scalars(query.order_by(ContentCheck.id)).all()


# As its index has it.
_WAIT_FOR_WORKERS = (
    ContentCheck.state == in_text(CheckState.IN_REVIEW),
    ContentCheck.replaced_at.is_(None),
)
