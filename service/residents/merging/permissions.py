"""Who may merge, and who sees merges."""

from service.kit.actor import Actor, Function
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.people.permissions import KEEPERS, may_keep


def served_regions(actor: Actor) -> list[str]:
    """The tops of the subtrees whose duplicates and merges the actor looks after."""
    return actor.served_regions(KEEPERS, Function.PEOPLE)


def check_keeps_both(work: UnitOfWork, *region_codes: str | None) -> None:
    """Raise OutOfScope unless the actor keeps the records of all of these places."""
    for code in region_codes:
        work.require(may_keep(work.actor, regions.path_of(work, code) if code else ()), OutOfScope)
