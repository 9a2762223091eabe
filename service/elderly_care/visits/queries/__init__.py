"""Questions about visits, and about whose time they take."""

from service.elderly_care.visits.queries.days import stops_of, where_of_round, where_of_visit
from service.elderly_care.visits.queries.standing import (
    assignments,
    assignments_within,
    caregiver_ids_of,
    refused_by,
    rounds_to_change,
    standing_assignments,
    visit,
    visits_of_round,
    visits_to_change,
    was_theirs_at,
)

__all__ = [
    "assignments",
    "assignments_within",
    "caregiver_ids_of",
    "refused_by",
    "rounds_to_change",
    "standing_assignments",
    "stops_of",
    "visit",
    "visits_of_round",
    "visits_to_change",
    "was_theirs_at",
    "where_of_round",
    "where_of_visit",
]
