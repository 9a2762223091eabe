"""What becomes of doors when something is told of their elders."""

from service.elderly_care.doors import actions
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.messages import ResidentPlaceChanged


@on(ResidentPlaceChanged)
def leave_door_behind(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Who has moved has another door; where a home was only noted or corrected it is the same."""
    if told.moved:
        actions.leave_door_behind(work, told.resident_id, told.noted_at)
