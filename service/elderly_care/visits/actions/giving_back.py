"""Giving visits back to who plans them, to be arranged anew: their time and their caregivers' are free again."""

from collections.abc import Sequence

from service.elderly_care.visits import queries
from service.elderly_care.visits.actions.arranging import move_status
from service.elderly_care.visits.actions.claims import Claim, take
from service.elderly_care.visits.actions.telling import before, tell_given_back
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act
from service.kit.work import UnitOfWork


def give_back(work: UnitOfWork, visits: Sequence[Visit]) -> None:
    """Let visits that are held, and have not begun, be nobody's and at no time; caregivers and planners are told why."""
    held = queries.caregiver_ids_of(work, [each.id for each in visits])
    formerly = [before(each, () if each.round_id else held.get(each.id, ())) for each in visits]
    tell_given_back(work, formerly)
    take(work, [Claim(what=each, starts_at=None, ends_at=None, elders=[each]) for each in visits])
    for each in visits:
        move_status(work, each, Act.UNASSIGN)
        each.starts_at = each.ends_at = each.round_id = None
    work.session.flush()
