"""Households that a notice must reach, in one line; the notice is urgent and asks to be confirmed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from service.events.notices.models import Notice
from service.events.notices.rules import Priority
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson, Rung
from service.events.reaching.rules import Step
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import notices, regions


def warning(work: UnitOfWork, region_codes: Sequence[str] = (regions.COMMUNITY,), **values: Any) -> Notice:
    """An urgent notice whose households are known; there are none yet."""
    made = notices.notice(work, region_codes, needs_confirmation=True, priority=Priority.URGENT, **values)
    work.session.add(Ladder(notice_id=made.id, run_id=work.new_id(), began_at=work.now, gathered_at=work.now))
    work.session.flush()
    return made


def to_reach(
    work: UnitOfWork, warned: Notice, person: Resident, step: Step | None = Step.CALL
) -> ReachHousehold:
    """Somebody who lives alone and has not answered yet, at this step."""
    household = ReachHousehold(
        id=work.new_id(),
        notice_id=warned.id,
        household_key=person.id,
        grid_code=person.region_code,
        walk_order="",
        has_adult=True,
        step=step,
        stepped_at=work.now if step else None,
        next_at=None if step is Step.DOORSTEP else work.now + timedelta(hours=1),
    )
    work.session.add(household)
    work.session.flush()
    belongs = {"household_id": household.id, "is_adult": True}
    work.session.add(ReachPerson(notice_id=warned.id, resident_id=person.id, **belongs))
    if step is not None:
        work.session.add(Rung(household_id=household.id, step=step, taken_at=work.now, people=1))
    work.session.flush()
    return household
