"""Who may see and change what of the register."""

from collections.abc import Sequence

from service.kit.actor import REGION_STAFF, Actor, Function, Role
from service.residents.people.rules import Purpose

KEEPERS = frozenset({Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF})
# Only who meets the people there, and for what their work with them is; a purpose that is no task of theirs opens
# nothing (PIPL Art. 6). Operators and auditors of settlements see what one visit or one line needs, elsewhere.
PURPOSES = {
    Role.GRID_WORKER: frozenset({Purpose.HOME_VISIT, Purpose.EMERGENCY, Purpose.COMPLAINT}),
    Role.COMMUNITY_WORKER: frozenset(Purpose) - {Purpose.SETTLEMENT_AUDIT},
}


def served_regions(actor: Actor) -> list[str]:
    """The tops of the subtrees whose residents the actor may see."""
    return actor.served_regions(REGION_STAFF, Function.PEOPLE)


def may_keep(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may register, verify, reject and change residents of this place."""
    return actor.is_system or actor.serves(path, KEEPERS, Function.PEOPLE)


def may_read_sensitive(actor: Actor, path: Sequence[str], purpose: Purpose) -> bool:
    """Whether the actor, for this purpose, may see phone and ID number in full."""
    roles = {role for role, purposes in PURPOSES.items() if purpose in purposes}
    return actor.serves(path, roles, Function.PEOPLE)


def may_get_copy(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may have made, to hand it over, what is held about a person: the numbers stand in it in full."""
    return may_read_sensitive(actor, path, Purpose.STATUTORY)


def may_read_details(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may see how somebody lives and whom to call for them: who meets the people there."""
    return actor.serves(path, PURPOSES.keys(), Function.PEOPLE)
