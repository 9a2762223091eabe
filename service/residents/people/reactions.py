"""What follows when somebody has registered."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.messages import ResidentRegistered
from service.residents.people import actions


@on(ResidentRegistered)
def tell_workers_of_registration(work: UnitOfWork, told: ResidentRegistered) -> None:
    """The workers of their community verify them, so they are told."""
    actions.tell_of_registration(work, told.resident_id)
