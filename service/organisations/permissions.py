"""Who keeps the record of organisations: the district, each kind by the function that works with it."""

from service.kit.actor import Actor, Function, Role
from service.organisations.rules import OrganisationKind

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
