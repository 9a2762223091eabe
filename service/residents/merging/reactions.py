"""What merging does when somebody comes on record."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.merging import actions
from service.residents.messages import ResidentRegistered, ResidentVerified


@on(ResidentRegistered)
def find_duplicates_of_registered(work: UnitOfWork, told: ResidentRegistered) -> None:
    """Somebody may have registered who is on record already."""
    actions.find_duplicates_of(work, told.resident_id)


@on(ResidentVerified)
def find_duplicates_of_verified(work: UnitOfWork, told: ResidentVerified) -> None:
    """A worker may have entered somebody who is on record already."""
    actions.find_duplicates_of(work, told.resident_id)
