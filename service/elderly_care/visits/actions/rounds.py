"""Rounds claim time as visits do: the caregivers' once for all its visits, at a centre the elders' too."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care.visits import queries, rules
from service.elderly_care.visits.actions.arranging import move_status
from service.elderly_care.visits.actions.claims import Claim, take
from service.elderly_care.visits.actions.telling import before, tell_arranged
from service.elderly_care.visits.errors import TooManyCaregivers
from service.elderly_care.visits.models import Round
from service.elderly_care.visits.rules import Act, RoundStatus
from service.kit.together import write_together
from service.kit.work import UnitOfWork


def assign_round(
    work: UnitOfWork,
    round_: Round,
    caregiver_ids: Sequence[UUID],
    *,
    skills: frozenset[str] = frozenset(),
    beyond_shift: bool = False,
) -> Round:
    """Give a round, which the caller holds and may arrange, to these caregivers at its present time; the whole list.

    To be called again when its time or its visits have changed. Its visits that have not begun stand where it stands,
    at its time. Raises TooManyCaregivers and what `claims.take` raises.
    """
    if len(caregiver_ids) > round_.caregivers_needed:
        raise TooManyCaregivers(field="caregiver_ids", needed=round_.caregivers_needed)
    visits = [
        each
        for each in queries.visits_of_round(work, round_.id, to_change=True)
        if each.status in rules.NOT_BEGUN
    ]
    refused = queries.refused_by(work, {each.plan_id for each in visits}) if visits else {}
    held = queries.caregiver_ids_of(work, [each.id for each in visits]) if visits else {}
    formerly = [before(each, held.get(each.id, ())) for each in visits]
    claim = Claim(
        what=round_,
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
        caregiver_ids=tuple(caregiver_ids),
        elders=visits,
        skills=skills.union(*(each.skills for each in visits)),
        refused=frozenset().union(*refused.values()),
        beyond_shift=beyond_shift,
    )
    take(work, [claim])
    is_full = len(claim.caregiver_ids) == round_.caregivers_needed
    round_.status = RoundStatus.ASSIGNED if is_full else RoundStatus.PLANNED
    for each in visits:
        move_status(work, each, Act.ASSIGN if is_full else Act.UNASSIGN)
        each.starts_at, each.ends_at = round_.starts_at, round_.ends_at
    write_together(work, visits, ("status", "updated_at", "starts_at", "ends_at"))
    tell_arranged(work, formerly, {each.id: claim.caregiver_ids for each in visits})
    return round_
