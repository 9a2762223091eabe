"""Questions about visits, and about whose time they take."""

from service.elderly_care.visits.queries.covers import elders_time, known_to, preferred_by
from service.elderly_care.visits.queries.days import stops_of, where_of_round, where_of_visit
from service.elderly_care.visits.queries.evenings import MadeStop, arranged_on, claim_tomorrow, stops_on
from service.elderly_care.visits.queries.making import not_begun_of_plan, settled
from service.elderly_care.visits.queries.mine import MyStop, stops_of_mine
from service.elderly_care.visits.queries.personal import arranged_for, every_visit_of, ids_to_come, to_come
from service.elderly_care.visits.queries.plans import HeldPlan, note_made, plan_to_hold, requests_of
from service.elderly_care.visits.queries.records import (
    Maker,
    VisitRecord,
    readable,
    sees_names,
    theirs,
    told,
    visits,
)
from service.elderly_care.visits.queries.schedule import (
    OpenVisit,
    Schedule,
    ScheduledCaregiver,
    ScheduledStop,
    schedule,
)
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
    "HeldPlan",
    "MadeStop",
    "Maker",
    "MyStop",
    "OpenVisit",
    "Schedule",
    "ScheduledCaregiver",
    "ScheduledStop",
    "VisitRecord",
    "arranged_for",
    "arranged_on",
    "assignments",
    "assignments_within",
    "caregiver_ids_of",
    "claim_tomorrow",
    "elders_time",
    "every_visit_of",
    "ids_to_come",
    "known_to",
    "not_begun_of_plan",
    "note_made",
    "plan_to_hold",
    "preferred_by",
    "readable",
    "refused_by",
    "requests_of",
    "rounds_to_change",
    "schedule",
    "sees_names",
    "settled",
    "standing_assignments",
    "stops_of",
    "stops_of_mine",
    "stops_on",
    "theirs",
    "to_come",
    "told",
    "visit",
    "visits",
    "visits_of_round",
    "visits_to_change",
    "was_theirs_at",
    "where_of_round",
    "where_of_visit",
]
