"""`python -m demonstration`: found the community, or bring its life up to today."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from alembic import command
from sqlalchemy import text

from config import load
from demonstration.care.alarms import ring
from demonstration.care.days import Team, begin_care, begin_care_of_others, find_team, live_day
from demonstration.care.looking_in import look_in
from demonstration.care.performance import judge
from demonstration.care.planning import plan_tomorrow
from demonstration.care.settlements import pay_for_care
from demonstration.care.subsidies import Subsidies, keep_books
from demonstration.errands import leave_open
from demonstration.gatherings import gather, invite, meet
from demonstration.life import catch_up, live_through, plan
from demonstration.notices import leave_notices, proclaim
from demonstration.settling import is_settled, settle
from demonstration.stage import Refused, Stage
from demonstration.volunteers import found_society, give_and_use, serve
from demonstration.warning import warn
from service.kit.clock import local_date
from service.kit.edge import run_in_work
from service.kit.migrations import alembic_config
from service.kit.work import UnitOfWork

_PAST = timedelta(days=60)
_COMING = timedelta(days=14)
# Stands in the database while the community is being founded in it.
_BEGIN = text("CREATE TABLE demonstration_begun ()")
_IS_BEGUN = text("SELECT to_regclass('demonstration_begun') IS NOT NULL")
_IS_EMPTY = text("SELECT NOT EXISTS (SELECT FROM accounts)")
_END = text("DROP TABLE IF EXISTS demonstration_begun")
# A series reaches far beyond what has been lived and planned day by day.
_NEWEST = text(
    "SELECT max((starts_at AT TIME ZONE 'Asia/Shanghai')::date) FROM bookings WHERE series_id IS NULL"
)


def main() -> int:
    """Make what is missing; a second time on the same day there is nothing to do."""
    settings = load()
    if settings.is_production or not settings.demo_logins:
        print("The demonstration community is refused here.", file=sys.stderr)
        return 1
    stage = Stage(settings)
    today = local_date(stage.clock.now())
    _clear_unfinished(stage)
    if is_settled(stage):
        _carry_on(stage, today)
    else:
        print(
            "正在建立演示社区，只此一次，约一分钟 / founding the demonstration community: once, about a minute"
        )
        sys.stdout.flush()
        run_in_work(stage.house, _begin)
        now = stage.clock.now()
        first = today - _PAST
        settle(stage, first - timedelta(days=7))
        found_society(stage, first - timedelta(days=7))
        team = begin_care(stage, first)
        subsidies = Subsidies(stage, today)
        subsidies.begin(first)
        _live_on(stage, team, today, now, subsidies.live_day)
        begin_care_of_others(stage, team, today)
        plan_tomorrow(stage, today)
        ring(stage, today)
        judge(stage, today)
        pay_for_care(stage, today)
        give_and_use(stage, today)
        leave_open(stage, today)
        leave_notices(stage, today)
        warn(stage)
        run_in_work(stage.house, lambda work: work.session.execute(_END))
    stage.close()
    return 0


def _carry_on(stage: Stage, today: date) -> None:
    """Bring the community up to today; who tried it out may have let one of the cast die, move or change a password."""
    now = stage.clock.now()
    try:
        catch_up(stage, today)
        meet(stage, today)
        _live_on(stage, find_team(stage), today, now, lambda day: keep_books(stage, day))
        plan_tomorrow(stage, today)
        warn(stage)
    except Refused:
        print(
            "演示社区已有改动，不再自动续写 / the demonstration community was changed; its life is not carried on"
        )


def _live_on(stage: Stage, team: Team, today: date, now: datetime, pay: Callable[[date], None]) -> None:
    def live_else(day: date) -> None:
        look_in(stage, day)
        serve(stage, day)
        pay(day)
        live_day(stage, team, day)
        gather(stage, day)
        proclaim(stage, day)

    newest = run_in_work(stage.house, lambda work: work.session.scalar(_NEWEST))
    first = max(newest + timedelta(days=1), today - _PAST) if newest else today - _PAST
    live_through(stage, _days(first, today), live_else)
    stage.clock.moment = now
    plan(stage, _days(max(first, today), today + _COMING))
    invite(stage, _days(today, today + _COMING))


def _begin(work: UnitOfWork) -> None:
    if work.session.scalar(_IS_EMPTY):
        work.session.execute(_BEGIN)


def _clear_unfinished(stage: Stage) -> None:
    """Empty the database if a founding in it was interrupted; nobody else's data can be there."""
    if not run_in_work(stage.house, lambda work: work.session.scalar(_IS_BEGUN)):
        return
    stage.close()
    command.downgrade(alembic_config(), "base")
    command.upgrade(alembic_config(), "head")
    run_in_work(stage.house, lambda work: work.session.execute(_END))


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += timedelta(days=1)


if __name__ == "__main__":
    sys.exit(main())
