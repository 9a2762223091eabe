"""Who assesses, and who may read what was found."""

from collections.abc import Sequence

from service.elderly_care import permissions
from service.kit.actor import Actor, Function, Role

ASSESSORS = frozenset({Role.ASSESSOR})
READERS = permissions.WORKERS | ASSESSORS


def may_assess(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor is an assessor for people at this place."""
    return actor.serves(path, ASSESSORS, Function.CARE)


def may_record_external(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may enter what another body found: workers of the place, and assessors."""
    return permissions.may_handle(actor, path) or may_assess(actor, path)


def may_read(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may read the level of people at this place."""
    return actor.is_system or actor.serves(path, READERS, Function.CARE)


def may_read_answers(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may read the scores and diagnoses: assessors, and the district that decides on appeals."""
    return may_assess(actor, path) or permissions.may_govern_at(actor, path)
