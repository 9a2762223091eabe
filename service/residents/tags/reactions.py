"""What becomes of tags when somebody dies or moves away."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.messages import ResidentDied, ResidentMovedAway
from service.residents.tags import actions


@on(ResidentDied)
def end_tags_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Their tags ended with them."""
    if residents.has_left(work, told.resident_id):
        actions.end_tags_of(work, told.resident_id, told.died_on)


@on(ResidentMovedAway)
def end_tags_of_who_left(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """What was known of how they lived here holds no more."""
    if residents.has_left(work, told.resident_id):
        actions.end_tags_of(work, told.resident_id, told.moved_out_on)
