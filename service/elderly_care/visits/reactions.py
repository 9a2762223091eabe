"""What becomes of visits when something is told."""

from service.elderly_care.visits import actions
from service.elderly_care.visits.messages import CaregiverCalledAway
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(CaregiverCalledAway)
def give_back_the_rest(work: UnitOfWork, told: CaregiverCalledAway) -> None:
    """What somebody was changing when an absence was noted goes back as well."""
    actions.release_the_rest(work, told.absence_id)
