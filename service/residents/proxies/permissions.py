"""Who may decide about a proxy."""

from collections.abc import Sequence

from service.kit.actor import Actor
from service.residents.models import Proxy
from service.residents.people.permissions import may_keep


def is_elder(actor: Actor, proxy: Proxy) -> bool:
    """Whether the actor is the elder in person."""
    return proxy.elder_id is not None and actor.resident_id == proxy.elder_id


def is_asker(actor: Actor, proxy: Proxy) -> bool:
    """Whether the actor asked for it."""
    return actor.account_id == proxy.account_id


def may_read_proof(actor: Actor, proxy: Proxy) -> bool:
    """Whether the actor reads what the asker has uploaded: the asker, and workers; nobody has looked at it for the elder."""
    return is_asker(actor, proxy) or not actor.is_resident


def may_decide(actor: Actor, proxy: Proxy, elder_path: Sequence[str]) -> bool:
    """Whether the actor may approve or refuse: the elder, or a worker of the elder's community, never the asker."""
    return is_elder(actor, proxy) or may_keep(actor, elder_path)


def may_revoke(actor: Actor, proxy: Proxy, elder_path: Sequence[str]) -> bool:
    """Whether the actor may end it at once: elder, proxy or worker."""
    return is_asker(actor, proxy) or may_decide(actor, proxy, elder_path)
