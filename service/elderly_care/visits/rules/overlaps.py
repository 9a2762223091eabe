"""Which visits give way where two records of one elder become one and somebody would be with them twice at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.elderly_care.visits.rules.states import NOT_BEGUN, VisitStatus


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit that takes an elder's time: which quarters of an hour, whether in a round, and how far it has come."""

    visit_id: UUID
    grains: frozenset[int]
    status: VisitStatus
    in_round: bool = False

    @property
    def is_firm(self) -> tuple[bool, bool]:
        """What has begun is firmer than what has not, a session with others firmer than a visit by itself."""
        return self.status not in NOT_BEGUN, self.in_round


def giving_way(kept: Sequence[Stay], gone: Sequence[Stay]) -> list[UUID]:
    """The visits to be arranged anew: of two at once the less firm, of two as firm that of the record that goes.

    What has begun on both sides stays as it is: nobody can make it not have happened.
    """
    yielding: set[UUID] = set()
    for theirs in gone:
        for mine in kept:
            if yielding & {mine.visit_id, theirs.visit_id} or not mine.grains & theirs.grains:
                continue
            weaker = theirs if theirs.is_firm <= mine.is_firm else mine
            if weaker.status in NOT_BEGUN:
                yielding.add(weaker.visit_id)
    return sorted(yielding)
