"""What becomes of proxies when something is told of the elder."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.messages import (
    ProxyAsked,
    ResidentDepartureUndone,
    ResidentDied,
    ResidentVerified,
)
from service.residents.proxies import actions


@on(ResidentDied)
def end_proxies_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nobody acts for somebody who has died."""
    if residents.has_left(work, told.resident_id):
        actions.end_proxies_of(work, told.resident_id)


@on(ResidentDepartureUndone)
def apologise_to_proxies(work: UnitOfWork, told: ResidentDepartureUndone) -> None:
    """Who was told of a death that was none is told so, and may ask again."""
    actions.apologise_to_proxies(work, told.departure_id)


@on(ProxyAsked)
def tell_elder_of_ask(work: UnitOfWork, told: ProxyAsked) -> None:
    """The elder decides, so the elder is told."""
    actions.tell_of_ask(work, told.proxy_id)


@on(ResidentVerified)
def find_asks_for_newly_verified(work: UnitOfWork, told: ResidentVerified) -> None:
    """Somebody may have asked before the elder was on record."""
    actions.find_asks_for(work, told.resident_id)
