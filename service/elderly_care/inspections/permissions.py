"""Who inspects and who reads what was found: street and district where the contract runs or serves, the operator its own."""

from collections.abc import Sequence

from service.elderly_care.permissions import PLANNERS, may_audit
from service.kit.actor import Actor, Function, Role

INSPECTORS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF})


def inspected_places(actor: Actor) -> Sequence[str]:
    """The tops of the places in which the actor inspects."""
    return actor.served_regions(INSPECTORS, Function.CARE)


def may_inspect(actor: Actor) -> bool:
    """Whether the actor inspects anywhere; where, their places say."""
    return bool(inspected_places(actor))


def may_read_any(actor: Actor) -> bool:
    """Whether there is anything for the actor to read."""
    return may_audit(actor) or may_inspect(actor) or bool(actor.served_organisations(PLANNERS))
