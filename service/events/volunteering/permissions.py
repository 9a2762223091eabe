"""Who may do what in the time bank: the person, who acts for them to read, and workers of where they live."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function, Role

# As whom somebody's family reads what they have; nobody but the person passes it on.
PROXY_SCOPE = "notices"
WORKERS = frozenset({Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF})
_KEEPERS = frozenset({Role.COMMUNITY_WORKER})


def may_keep(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor notes hours and moves minutes for who lives there: a worker of their community."""
    return actor.is_system or actor.serves(path, _KEEPERS, Function.NOTICES)


def tops(actor: Actor) -> list[str]:
    """The tops of the places whose accounts the actor reads as staff."""
    return actor.served_regions(WORKERS, Function.NOTICES)


def may_audit(actor: Actor) -> bool:
    """Who audits reads all accounts, with masked names."""
    return actor.has_role(Role.AUDITOR)
