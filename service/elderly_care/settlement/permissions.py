"""Who has which part in a settlement: the operator's manager, each street for its own, the district; the auditor reads."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care import permissions
from service.kit.actor import Actor, Function, Role

_STREET = frozenset({Role.STREET_STAFF})


def may_settle(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor makes and submits the settlements of this operator."""
    return permissions.may_manage(actor, organisation_id)


def may_govern(actor: Actor) -> bool:
    """Whether the actor approves settlements, pays them, and says what is deducted: the district."""
    return permissions.may_govern(actor)


def streets(actor: Actor) -> list[str]:
    """The tops of the places for whose streets the actor confirms."""
    return actor.served_regions(_STREET, Function.CARE)


def may_confirm(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor confirms and checks for the street with this path."""
    return actor.serves(path, _STREET, Function.CARE)


def operators(actor: Actor) -> list[UUID]:
    """The operators whose settlements the actor makes."""
    return actor.served_organisations(permissions.MANAGERS)
