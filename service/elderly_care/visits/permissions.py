"""Who may see and arrange visits; another operator never."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care import permissions
from service.kit.actor import Actor


def may_arrange(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor gives this operator's visits to caregivers: who plans for it."""
    return permissions.may_plan(actor, organisation_id)


def may_watch(actor: Actor, path: Sequence[str], *, is_private: bool) -> bool:
    """Whether the actor sees the visits of people at this place; what is private is between elder and operator."""
    return not is_private and permissions.may_watch(actor, path)


def may_ask_for_elder(actor: Actor, path: Sequence[str], *, is_private: bool) -> bool:
    """Whether the actor may call a visit off because the elder asks: the workers of the place."""
    return not is_private and permissions.may_handle(actor, path)
