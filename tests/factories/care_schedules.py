"""Proposals of the planner in one line."""

from datetime import timedelta
from typing import Any

from service.elderly_care.planner.models import CareSchedule
from service.kit.actor import Role
from service.kit.background import OPEN, RunStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.factories import accounts


def schedule(
    work: UnitOfWork, operator: Organisation, *, status: RunStatus = RunStatus.DONE, **columns: Any
) -> CareSchedule:
    """A proposal for tomorrow that is made and has nothing in it, unless said otherwise."""
    tomorrow = local_date(work.now) + timedelta(days=1)
    made = CareSchedule(
        id=work.new_id(),
        organisation_id=operator.id,
        first_on=tomorrow,
        last_on=tomorrow,
        seed=7,
        asked_by=accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id).id,
        asked_at=work.now,
        run_id=work.new_id(),
        status=status,
        steps=5,
        steps_done=5,
        ended_at=None if status in OPEN else work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made
