"""Who is on duty for a place, at a moment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from service.accounts import queries as accounts
from service.elderly_care.alarms import permissions
from service.elderly_care.alarms.models import DutyRoster
from service.elderly_care.alarms.rules import is_on_duty
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def duty_roster(work: UnitOfWork, roster_id: UUID) -> DutyRoster | None:
    """The roster's entry with this id."""
    return work.session.get(DutyRoster, roster_id)


def duty_rosters(
    work: UnitOfWork,
    *,
    tops: Sequence[str],
    region_code: str | None = None,
    account_id: UUID | None = None,
    over: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[DutyRoster]:
    """Entries for places at or below these tops, in the order in which they were made; `over`: the past ones too."""
    query = select(DutyRoster).where(DutyRoster.region_code.in_(regions.below(tops)))
    if region_code is not None:
        query = query.where(DutyRoster.region_code.in_(regions.below([region_code])))
    if account_id is not None:
        query = query.where(DutyRoster.account_id == account_id)
    if not over:
        query = query.where(DutyRoster.over_at > work.now)
    return page(work, query, by=(DutyRoster.id,), cursor=cursor, limit=limit)


def rosters_now(work: UnitOfWork, path: Sequence[str], moment: datetime) -> list[DutyRoster]:
    """The entries that put somebody on duty at this moment for the place with this path."""
    query = select(DutyRoster).where(
        DutyRoster.region_code.in_(path), DutyRoster.starts_at <= moment, DutyRoster.over_at > moment
    )
    rows = work.session.scalars(query.order_by(DutyRoster.id))
    return [row for row in rows if is_on_duty(row.time, moment)]


def on_duty(work: UnitOfWork, path: Sequence[str]) -> list[UUID]:
    """The accounts on duty now for the place with this path that still serve it."""
    rostered = dict.fromkeys(row.account_id for row in rosters_now(work, path, work.now))
    actors = [accounts.actor_of(work, account_id) for account_id in rostered]
    return [
        actor.account_id
        for actor in actors
        if actor is not None and actor.account_id is not None and permissions.may_watch(actor, path)
    ]
