"""Telling workers that there are households to call and to visit: each time only of those that are new on their lists."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select, update

from service.accounts import queries as accounts
from service.events.notices.models import Notice
from service.events.reaching import permissions
from service.events.reaching.models import Ladder, ReachHousehold
from service.events.reaching.rules import LISTS, Step
from service.events.reaching.texts import TO_REACH
from service.kit.actor import Function
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def tell_workers(work: UnitOfWork) -> None:
    """Tell every worker once how many of their people have come onto the lists since the last time, by notice."""
    new = _newly_listed(work)
    if not new:
        return
    paths = regions.paths_of(work, {grid_code for _, grid_code in new})
    workers = {code: _workers(work, path) for code, path in paths.items()}
    sums: dict[tuple[UUID, UUID], dict[Step, int]] = defaultdict(lambda: defaultdict(int))
    for (notice_id, grid_code), households in new.items():
        for account_id in workers[grid_code]:
            for step, number in households.items():
                sums[notice_id, account_id][step] += number
    for (notice_id, account_id), number_of in sorted(sums.items()):
        title = work.session.get_one(Notice, notice_id).title
        counted = {"calls": number_of[Step.CALL], "visits": number_of[Step.DOORSTEP]}
        tell(work, Recipient(account_id=account_id), TO_REACH, subject=notice_id, title=title, **counted)


def _newly_listed(work: UnitOfWork) -> dict[tuple[UUID, str], dict[Step, int]]:
    """How many households have come onto the lists, by notice and grid; they are new only this once."""
    listed = (
        update(ReachHousehold)
        .where(
            ReachHousehold.notice_id == Ladder.notice_id,
            Ladder.ended_at.is_(None),
            ReachHousehold.step.in_(LISTS),
            ~ReachHousehold.is_told,
            ReachHousehold.reached_at.is_(None),
            ReachHousehold.gone_at.is_(None),
        )
        .values(is_told=True)
        .returning(ReachHousehold.notice_id, ReachHousehold.grid_code, ReachHousehold.step)
        .cte("listed")
    )
    columns = listed.c.notice_id, listed.c.grid_code, listed.c.step
    query = select(*columns, func.count().label("number")).group_by(*columns)
    found: dict[tuple[UUID, str], dict[Step, int]] = defaultdict(dict)
    for row in work.session.execute(query):
        found[row.notice_id, row.grid_code][row.step] = row.number
    return found


def _workers(work: UnitOfWork, path: tuple[str, ...]) -> set[UUID]:
    """Whose people they are."""
    serving = (
        accounts.account_ids_serving(work, path, role, Function.NOTICES) for role in permissions.WORKERS
    )
    return {account_id for each in serving for account_id in each}
