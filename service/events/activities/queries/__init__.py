"""Questions about activities."""

from service.events.activities.queries.facts import (
    ActivityFacts,
    Locked,
    facts,
    locked,
    locked_places,
    places,
)
from service.events.activities.queries.people import (
    SignUpRecord,
    WaitRecord,
    sign_ups,
    sign_ups_told,
    wait,
    waits,
    waits_told,
)
from service.events.activities.queries.records import ActivityRecord, activities, activity, activity_told
from service.events.activities.queries.rows import (
    activity_of_booking,
    activity_row,
    due,
    has_place,
    line,
    locked_sign_ups,
    people_with,
    seen_sign_ups,
    standing_sign_ups,
)
from service.events.activities.queries.visible import may_know_who, receives

__all__ = [
    "ActivityFacts",
    "ActivityRecord",
    "Locked",
    "SignUpRecord",
    "WaitRecord",
    "activities",
    "activity",
    "activity_of_booking",
    "activity_row",
    "activity_told",
    "due",
    "facts",
    "has_place",
    "line",
    "locked",
    "locked_places",
    "locked_sign_ups",
    "may_know_who",
    "people_with",
    "places",
    "receives",
    "seen_sign_ups",
    "sign_ups",
    "sign_ups_told",
    "standing_sign_ups",
    "wait",
    "waits",
    "waits_told",
]
