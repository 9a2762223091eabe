"""Visits follow their round: they stand where it stands and at its time, and what they leave behind stays on record."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.rounds import queries
from service.elderly_care.visits import queries as visits_queries
from service.elderly_care.visits import rules as visits_rules
from service.elderly_care.visits.actions import assign_round
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import Needs
from service.kit.errors import DomainError
from service.kit.together import write_together
from service.kit.work import UnitOfWork


def settle(
    work: UnitOfWork,
    row: Round,
    caregiver_ids: Sequence[UUID] | None = None,
    *,
    beyond_shift: bool = False,
) -> Round:
    """Let a round that is held claim its time anew, for its present caregivers or for others; the whole list.

    Raises what `visits.actions.assign_round` raises.
    """
    if caregiver_ids is None:
        caregiver_ids = queries.caregiver_ids_of(work, [row.id]).get(row.id, [])
    service = catalogue.services_by_id(work, [row.service_id])[row.service_id]
    assign_round(work, row, caregiver_ids, skills=service.skills, beyond_shift=beyond_shift)
    # Whose it is stands elsewhere; who has read the round must read it again all the same.
    flag_modified(row, "status")
    return row


def hold_with(work: UnitOfWork, row: Round, visit_ids: Collection[UUID]) -> list[Visit]:
    """These visits, held in one order with those that a round, which is held, serves already."""
    serves = [each.id for each in visits_queries.visits_of_round(work, row.id)]
    held = visits_queries.visits_to_change(work, {*visit_ids, *serves})
    return [held[each] for each in visit_ids if each in held]


def obstacles(work: UnitOfWork, row: Round, visits: Collection[Visit]) -> dict[UUID, DomainError]:
    """Why a round's caregivers may or can not make some of these visits, by the visits' ids."""
    makers = queries.caregiver_ids_of(work, [row.id]).get(row.id, [])
    if not makers or not visits:
        return {}
    facts = caregivers.facts_of(work, makers)
    refused = visits_queries.refused_by(work, {each.plan_id for each in visits})
    found = {}
    for visit in visits:
        needs = Needs(row.starts_at, row.ends_at, frozenset(visit.skills), refused[visit.plan_id])
        for maker in facts.values():
            obstacle = visits_rules.obstacle(maker, needs, beyond_shift=True, field="visit_ids")
            if obstacle is not None:
                found[visit.id] = obstacle
    return found


def put_into(work: UnitOfWork, row: Round, visits: Collection[Visit]) -> None:
    """Let visits that are held, and nobody's by themselves, be made in a round that is held."""
    for visit in visits:
        visit.round_id, visit.updated_at = row.id, work.now
    write_together(work, visits, ("round_id", "updated_at"))
    settle(work, row)


def take_out(work: UnitOfWork, round_id: UUID, visits: Iterable[Visit]) -> None:
    """Let visits leave their round; that they were its caregivers' until now stays on record, for what is sent late."""
    claims = queries.claims_of_round(work, round_id)
    for visit in visits:
        visit.round_id, visit.updated_at = None, work.now
        work.session.add_all(_kept(work, visit, claim) for claim in claims)


def _kept(work: UnitOfWork, visit: Visit, claim: Assignment) -> Assignment:
    return Assignment(
        id=work.new_id(),
        visit_id=visit.id,
        caregiver_id=claim.caregiver_id,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        travel_minutes=claim.travel_minutes,
        assigned_at=claim.assigned_at,
        assigned_by=claim.assigned_by,
        released_at=claim.released_at or work.now,
    )
