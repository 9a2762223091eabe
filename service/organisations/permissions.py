"""Who keeps the record of organisations: the district, each kind by the function that works with it."""

from collections.abc import Iterable, Sequence

from service.kit.actor import Actor, Function, Role
from service.organisations.rules import FUNCTION_OF, MemberRight, OrganisationKind

_FUNCTIONS = {
    OrganisationKind.OPERATOR: Function.CARE,
    OrganisationKind.SOCIAL: Function.ROOMS,
    OrganisationKind.DEPARTMENT: Function.PEOPLE,
    OrganisationKind.PROPERTY: Function.PEOPLE,
}
_MEMBER_KEEPERS = frozenset({Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF})


def may_keep(actor: Actor, kind: OrganisationKind) -> bool:
    """District staff whose duty has care (operators), rooms (social organisations) or people (the others)."""
    return actor.is_system or bool(actor.served_regions({Role.DISTRICT_STAFF}, _FUNCTIONS[kind]))


def may_keep_members(actor: Actor) -> bool:
    """Who works with rooms in a community, a street or the district: an organisation belongs to no single place."""
    return actor.is_system or bool(actor.served_regions(_MEMBER_KEEPERS, Function.ROOMS))


def may_note_at(actor: Actor, path: Sequence[str]) -> bool:
    """Who works with rooms at a place says what is done there to bring organisations on."""
    return actor.is_system or actor.serves(path, _MEMBER_KEEPERS, Function.ROOMS)


def may_give(actor: Actor, rights: Iterable[MemberRight]) -> bool:
    """Who keeps members gives and takes those rights in whose matters they work themselves."""
    return actor.is_system or all(
        actor.served_regions(_MEMBER_KEEPERS, FUNCTION_OF[right]) for right in rights
    )


def may_let_publish(actor: Actor, home: Sequence[str]) -> bool:
    """Who publishes for an organisation reads who comes to it, wherever it was let invite: that is for its home to grant."""
    return actor.is_system or actor.serves(home, _MEMBER_KEEPERS, FUNCTION_OF[MemberRight.PUBLISHING])
