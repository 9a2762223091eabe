"""Who reads how an operator performs: the operator, street and district where its contract runs or serves, the auditor."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.inspections.permissions import inspected_places, may_read_any
from service.kit.actor import Actor

__all__ = [
    "inspected_places",
    "may_answer",
    "may_decide",
    "may_read_any",
    "may_set_policy",
]


def may_answer(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor replies and appeals for this operator: its managers."""
    return permissions.may_manage(actor, organisation_id)


def may_decide(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor decides on appeals about a facility at this place: the district."""
    return permissions.may_govern_at(actor, path)


def may_set_policy(actor: Actor) -> bool:
    """Whether the actor lays down what a score is worth: the district."""
    return permissions.may_govern(actor)
