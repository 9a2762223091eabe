"""Who may do what with proofs: from where somebody looks at a visit."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from service.elderly_care import permissions as care
from service.kit.actor import Actor


class Side(StrEnum):
    """From where somebody looks at a visit."""

    PERSON = "person"
    CAREGIVER = "caregiver"
    PLANNER = "planner"
    WORKER = "worker"
    WATCHER = "watcher"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where the actor looks at a visit; a caregiver with the id of their record."""

    side: Side
    caregiver_id: UUID | None = None


_TELLING = frozenset({Side.CAREGIVER, Side.PLANNER})


def may_tell(seen: Standpoint) -> bool:
    """Whether somebody may say of a visit what happened there, or that it was not served: its operator's people."""
    return seen.side in _TELLING


def may_plan(seen: Standpoint) -> bool:
    """Whether somebody plans the visit."""
    return seen.side is Side.PLANNER


def may_confirm(seen: Standpoint) -> bool:
    """Whether somebody may say that a visit was made: the elder, a proxy, or a worker who has called; never the operator."""
    return seen.side in (Side.PERSON, Side.WORKER)


def may_decide_private(actor: Actor, organisation_id: UUID) -> bool:
    """Whether somebody decides on it where the visit is private, of which no worker knows: the operator's managers."""
    return care.may_manage(actor, organisation_id)


def may_decide(seen: Standpoint) -> bool:
    """Whether somebody decides on what the operator can not alone."""
    return seen.side is Side.WORKER
