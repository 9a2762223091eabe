"""Who is on duty, and whom the ladder rings when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from service.accounts import queries as accounts
from service.elderly_care import permissions as care
from service.elderly_care.alarms import permissions, queries, rules
from service.elderly_care.alarms.errors import NoDeskThere, NotOnStaffThere
from service.elderly_care.alarms.models import DutyRoster, LadderStep
from service.elderly_care.alarms.rules import DutyTime, Step
from service.kit import locks
from service.kit.errors import OutOfScope
from service.kit.pages import Page, cut
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def add_duty(
    work: UnitOfWork,
    *,
    region_code: str,
    account_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    weekly_until: date | None = None,
) -> DutyRoster:
    """Put somebody on duty for a place. Raises OutOfScope, NoDeskThere, ImpossibleDuty, NotOnStaffThere."""
    path = regions.path_of(work, region_code)
    work.require(permissions.may_keep_desk(work.actor, path), OutOfScope)
    if not regions.is_official(work, region_code):
        raise NoDeskThere(field="region_code")
    time = DutyTime(starts_at, ends_at, weekly_until)
    rules.check_duty(time)
    who = accounts.actor_of(work, account_id)
    if who is None or not permissions.may_watch(who, path):
        raise NotOnStaffThere(field="account_id")
    roster = DutyRoster(
        id=work.new_id(),
        region_code=region_code,
        account_id=account_id,
        starts_at=starts_at,
        ends_at=ends_at,
        weekly_until=weekly_until,
        over_at=rules.over_at(time),
        made_by=work.actor.account_id,
        made_at=work.now,
    )
    work.session.add(roster)
    work.session.flush()
    return roster


def read_duty(work: UnitOfWork, roster_id: UUID) -> DutyRoster:
    """One entry of the roster. Raises NotFound, OutOfScope."""
    roster = work.found(queries.duty_roster(work, roster_id))
    path = regions.path_of(work, roster.region_code)
    work.require(permissions.may_watch(work.actor, path), OutOfScope)
    return roster


def remove_duty(work: UnitOfWork, roster_id: UUID) -> None:
    """Take somebody off the roster, with all repeats. Raises NotFound, OutOfScope, Stale."""
    roster = work.found(queries.duty_roster(work, roster_id))
    path = regions.path_of(work, roster.region_code)
    work.require(permissions.may_keep_desk(work.actor, path), OutOfScope)
    work.expect(roster)
    work.session.delete(roster)


def list_duties(work: UnitOfWork, **wanted: Any) -> Page[DutyRoster]:
    """The roster of the actor's places. Raises Forbidden."""
    tops = permissions.watched_regions(work.actor)
    work.require(bool(tops))
    return queries.duty_rosters(work, tops=tops, **wanted)


def now_on_duty(
    work: UnitOfWork,
    *,
    region_code: str,
    at: datetime | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[DutyRoster]:
    """Who is on duty for a place at a moment, at its own desks and those above. Raises OutOfScope."""
    path = regions.path_of(work, region_code)
    work.require(permissions.may_watch(work.actor, path), OutOfScope)
    rows = queries.rosters_now(work, path, at or work.now)
    return cut(work, rows, key=lambda row: str(row.id), cursor=cursor, limit=limit)


def change_ladder(work: UnitOfWork, steps: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Set anew whom alarms ring after how many minutes. Raises Forbidden, LadderNeedsSteps."""
    work.require(care.may_govern(work.actor))
    rules.check_ladder([Step(each["after_minutes"], tuple(each["whom"])) for each in steps])
    locks.hold(work, "care_alarm_steps")
    work.session.execute(delete(LadderStep))
    work.session.add_all(
        LadderStep(after_minutes=each["after_minutes"], whom=whom)
        for each in steps
        for whom in dict.fromkeys(each["whom"])
    )
    work.session.flush()
    return queries.ladder(work)
