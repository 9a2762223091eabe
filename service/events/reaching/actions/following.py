"""Who lives at another place of the district than when a notice was published stands on the lists of that place."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update

from service.events.notices import queries as notices
from service.events.notices import rules as notice_rules
from service.events.notices.actions.addressing import people as people_of_notice
from service.events.notices.models import Notice
from service.events.reaching import queries
from service.events.reaching.actions.gathering import note
from service.events.reaching.actions.leaving import go_on_without
from service.events.reaching.models import ReachHousehold, ReachPerson
from service.events.reaching.texts import TO_CONFIRM
from service.kit import locks
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging
from service.regions import queries as regions
from service.residents.audiences import queries as audiences
from service.residents.homes.queries.families import families


def follow(work: UnitOfWork, resident_id: UUID) -> None:
    """Let somebody leave the lists of where they lived; where a notice is for their new place too, they stand on those there.

    A household that was reached is done with: who was told need not be told again.
    """
    locks.hold(work, "reach_people", resident_id)
    for household in queries.open_households_of(work, resident_id):
        if household.reached_at is None:
            _follow(work, household, resident_id)


def _follow(work: UnitOfWork, household: ReachHousehold, resident_id: UUID) -> None:
    notice = work.found(notices.notice(work, household.notice_id))
    at_home = _at_home(work, notice, resident_id)
    now = work.session.execute(at_home).first()
    if now is not None and now.grid_code == household.grid_code:
        return
    person = ReachPerson.notice_id == notice.id, ReachPerson.resident_id == resident_id
    if now is None:
        work.session.execute(
            update(ReachPerson).where(*person).values(is_here=False), execution_options=_BLIND
        )
        messaging.call_off(work, [resident_id], key=notice_rules.key_of(notice.id, TO_CONFIRM))
    else:
        work.session.execute(delete(ReachPerson).where(*person), execution_options=_BLIND)
        note(work, notice.id, at_home)
        _go_on_with(work, notice.id, resident_id)
    go_on_without(work, household.id)


def _go_on_with(work: UnitOfWork, notice_id: UUID, resident_id: UUID) -> None:
    """Go on with a household in which nobody was any more, and now somebody is."""
    theirs = select(ReachPerson.household_id).where(
        ReachPerson.notice_id == notice_id, ReachPerson.resident_id == resident_id
    )
    was_left = ReachHousehold.gone_at.is_not(None), ReachHousehold.reached_at.is_(None)
    work.session.execute(
        update(ReachHousehold)
        .where(ReachHousehold.id.in_(theirs), *was_left)
        .values(gone_at=None, next_at=work.now),
        execution_options=_BLIND,
    )


def _at_home(work: UnitOfWork, notice: Notice, resident_id: UUID) -> Select[Any]:
    """Where somebody lives and with whom they keep house, if the notice is for them there."""
    person = audiences.only(people_of_notice(work, notice), resident_id).subquery("person")
    grid, family = regions.grids(), families(local_date(work.now))
    return (
        select(
            person.c.id.label("resident_id"),
            func.coalesce(grid.c.grid_code, person.c.region_code).label("grid_code"),
            func.coalesce(family.c.household_id, person.c.id).label("household_key"),
            family.c.walk_order,
            family.c.is_adult,
        )
        .join(family, family.c.resident_id == person.c.id)
        .outerjoin(grid, grid.c.code == person.c.region_code)
    )


_BLIND = {"synchronize_session": False}
