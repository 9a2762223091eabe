"""Welfare visits in one line."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from service.elderly_care.welfare_visits.models import WelfarePolicy, WelfareVisit
from service.elderly_care.welfare_visits.rules import CheckArea, RiskGrade, WelfareStatus
from service.kit.work import UnitOfWork
from service.residents.models import Resident

ALL_FINE = [{"area": area.value, "concern": "fine"} for area in CheckArea]
MET = {"way": "door", "outcome": "met", "findings": ALL_FINE}


def policy(work: UnitOfWork) -> WelfarePolicy:
    """That everybody of 60 is called on each week, for a database whose first policy was thrown away."""
    day = {"every_days": 7, "each": "week", "change_hours": 24}
    made = WelfarePolicy(
        id=work.new_id(),
        number=1,
        rhythms={grade.value: day for grade in RiskGrade},
        rules=[{"grade": "key", "tags": ["aged_60"], "level_from": None}],
        set_at=work.now,
    )
    work.session.execute(delete(WelfarePolicy))
    work.session.add(made)
    work.session.flush()
    return made


def visit(
    work: UnitOfWork, elder: Resident, *, grade: RiskGrade = RiskGrade.KEY, **columns: Any
) -> WelfareVisit:
    """A visit that is due in a week, of a period that began a week ago."""
    values: dict[str, Any] = {
        "region_code": elder.region_code,
        "policy_number": 1,
        "begins_at": work.now - timedelta(days=7),
        "due_at": work.now + timedelta(days=7),
        "status": WelfareStatus.DUE,
        **columns,
    }
    made = WelfareVisit(id=work.new_id(), elder_id=elder.id, grade=grade, **values)
    work.session.add(made)
    work.session.flush()
    return made
