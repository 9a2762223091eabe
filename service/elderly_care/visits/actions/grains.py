"""Claiming and giving back time, as rows of quarters of an hour that the database keeps apart."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from service.elderly_care.visits.models import CaregiverGrain, ElderGrain
from service.kit.constraints import refusal_of
from service.kit.grains import grain_of
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork

KEPT = timedelta(days=31)
_BLIND = {"synchronize_session": False}

# Whose time, which grain, and for which assignment or visit.
Claimed = tuple[UUID, int, UUID]

_FREE = Prepared(
    text(
        """
        WITH freed AS (DELETE FROM care_caregiver_grains WHERE assignment_id = ANY (CAST(:assignments AS uuid[])))
        DELETE FROM care_elder_grains WHERE visit_id = ANY (CAST(:visits AS uuid[]))
        """
    )
)
# Who races for the same time waits in one order, so nobody deadlocks.
_CLAIM = Prepared(
    text(
        """
        WITH elders AS (
            INSERT INTO care_elder_grains (elder_id, grain, visit_id)
            SELECT * FROM unnest(CAST(:elders AS uuid[]), CAST(:elder_grains AS integer[]), CAST(:visits AS uuid[]))
             ORDER BY 1, 2)
        INSERT INTO care_caregiver_grains (caregiver_id, grain, assignment_id)
        SELECT *
          FROM unnest(CAST(:caregivers AS uuid[]), CAST(:grains AS integer[]), CAST(:assignments AS uuid[]))
         ORDER BY 1, 2
        """
    )
)


def free(
    work: UnitOfWork, *, assignment_ids: Collection[UUID] = (), visit_ids: Collection[UUID] = ()
) -> None:
    """Give back the caregivers' time of these assignments and the elders' time of these visits."""
    if assignment_ids or visit_ids:
        _FREE(work, assignments=list(assignment_ids), visits=list(visit_ids))


def claim(work: UnitOfWork, *, caregivers: Iterable[Claimed] = (), elders: Iterable[Claimed] = ()) -> None:
    """Claim time, all or nothing; raises CaregiverBusy, ElderBusy, after which only a savepoint can go on."""
    wanted = {**_lists("caregivers", "grains", "assignments", caregivers)}
    wanted |= _lists("elders", "elder_grains", "visits", elders)
    if not any(wanted.values()):
        return
    try:
        _CLAIM(work, **wanted)
    except IntegrityError as error:
        raise (refusal_of(error) or error) from error


def forget_past_grains(work: UnitOfWork) -> None:
    """Drop claims on time over a month ago, which nobody can want any more; visits and assignments stay."""
    last = grain_of(work.now - KEPT)
    for table in (CaregiverGrain, ElderGrain):
        work.session.execute(delete(table).where(table.grain < last), execution_options=_BLIND)


def _lists(whose: str, grain: str, what: str, claimed: Iterable[Claimed]) -> dict[str, list[Any]]:
    rows = sorted(claimed)
    return {whose: [row[0] for row in rows], grain: [row[1] for row in rows], what: [row[2] for row in rows]}
