"""What becomes of rounds by themselves, and the code that a centre shows meanwhile."""

from datetime import timedelta
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.rounds import queries, rules
from service.elderly_care.rounds.actions.arranging import call_off
from service.elderly_care.rounds.errors import WrongRoundKind
from service.elderly_care.visits import queries as visits
from service.elderly_care.visits.rules import RoundStatus
from service.kit.shown_codes import ShownCode, present_code
from service.kit.work import UnitOfWork

_BATCH = 200


def finish(work: UnitOfWork) -> None:
    """Let rounds be done whose time is over and of which no visit is open: each was made, or missed by the same grace."""
    over = work.now - timedelta(minutes=work.house.settings.care_miss_grace_minutes)
    for row in queries.finished(work, over, _BATCH):
        row.status = RoundStatus.DONE


def drop_if_empty(work: UnitOfWork, round_id: UUID) -> None:
    """Call a round off that nobody needs any more; its caregivers' time is free again."""
    row = visits.rounds_to_change(work, [round_id]).get(round_id)
    if row is not None and row.status in rules.STANDING and not queries.visits_of(work, row.id):
        call_off(work, row)


def show_code(work: UnitOfWork, round_id: UUID) -> ShownCode:
    """The code by which elders say that they came, for whose session it is and who plans it. Raises NotFound, Forbidden."""
    row = queries.readable(work, round_id)
    if row.mode is not Mode.CENTRE_SESSION:
        raise WrongRoundKind
    return present_code(work, rules.centre_told(row.id), f"linli:centre-check-in?round_id={row.id}")
