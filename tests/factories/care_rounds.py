"""Rounds in one line."""

from datetime import datetime
from typing import Any

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.visits.models import Round
from service.elderly_care.visits.rules import RoundStatus
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation


def care_round(
    work: UnitOfWork,
    operator: Organisation,
    service: CareService,
    starts_at: datetime,
    ends_at: datetime,
    **columns: Any,
) -> Round:
    """A round without visits that nobody makes yet."""
    made = Round(
        id=work.new_id(),
        organisation_id=operator.id,
        service_id=service.id,
        mode=service.mode,
        name=columns.pop("name", "午餐一线"),
        starts_at=starts_at,
        ends_at=ends_at,
        caregivers_needed=columns.pop("caregivers_needed", 1),
        status=RoundStatus.PLANNED,
        made_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made
