"""Who may know where a door is, say where it is, and hang codes there; an operator's people never."""

from collections.abc import Sequence

from service.elderly_care import permissions
from service.kit.actor import Actor


def may_place(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may say where doors of this place are: its workers, grid workers too, who stand before them."""
    return permissions.may_watch(actor, path)


def may_give_codes(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor makes devices and sheets there: its workers, unless they work for an operator besides.

    Who visits, or gains by visits, would prove their own.
    """
    return permissions.may_handle(actor, path) and not actor.served_organisations()
