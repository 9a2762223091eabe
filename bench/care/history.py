"""A long past of care for Linli: visits made and proved like the one that came through the API, day after day.

What is sealed is as long as it would be and can not be opened, for it is bound to the pattern's row.
"""

from datetime import date
from typing import Any

import psycopg

from bench.rows import in_order_of_time, trusting, write_like
from config import Settings

# As many visits as are asked for, each like one of the visits that are given out for the dispatchers' day, and when.
_NEW_VISITS = """
    CREATE TEMP TABLE new_visits ON COMMIT DROP AS
    WITH given AS (
        SELECT care_visits.id AS visit_pattern, care_assignments.id AS assignment_pattern,
               care_assignments.caregiver_id, caregivers.account_id, care_visits.starts_at, care_visits.ends_at,
               row_number() OVER (ORDER BY care_visits.starts_at, care_visits.id) - 1 AS number,
               count(*) OVER () AS many
          FROM care_visits
          JOIN care_assignments ON care_assignments.visit_id = care_visits.id
          JOIN caregivers ON caregivers.id = care_assignments.caregiver_id
         WHERE care_visits.occurs_on = %(day)s
    )
    SELECT n, visit_pattern, assignment_pattern, caregiver_id, account_id,
           given.starts_at + shift.by AS starts_at, given.ends_at + shift.by AS ends_at,
           n / many AS turn, shift.by AS shift, {visit_id} AS visit_id
      FROM generate_series(0::bigint, %(count)s - 1) n
      JOIN given ON given.number = n %% many,
           LATERAL (SELECT ({days}) * interval '1 day') AS shift (by)
"""
# The oldest first; the last of them before the visits that the plans have asked for.
_DAYS_BACK = "n / many - (%(count)s - 1) / many - %(apart)s"
_BEFORE_THE_FIRST = 4
_TO_TODAY = "- %(apart)s"

_VISIT = {
    "id": "new.visit_id",
    "occurs_on": "(pattern.occurs_on + new.shift)::date",
    "window_starts_at": "pattern.window_starts_at + new.shift",
    "window_ends_at": "pattern.window_ends_at + new.shift",
    "starts_at": "new.starts_at",
    "ends_at": "new.ends_at",
}
_PAST_VISIT = {
    **_VISIT,
    "status": "'confirmed'",
    "made_at": "new.starts_at - interval '14 days'",
    "updated_at": "new.ends_at",
}
# Days on which nothing stands yet, brought forward: the whole of today is their window, whenever the benchmark runs.
_WAITING_VISIT = {
    **_VISIT,
    "occurs_on": "pattern.occurs_on + 1 + new.turn::int",
    "window_starts_at": "date_trunc('day', new.starts_at, 'Asia/Shanghai')",
    "window_ends_at": "date_trunc('day', new.starts_at, 'Asia/Shanghai') + interval '1 day'",
}
_ASSIGNMENT = {
    "id": in_order_of_time("new.starts_at", "'assignment' || new.visit_id"),
    "visit_id": "new.visit_id",
    "starts_at": "new.starts_at",
    "ends_at": "new.ends_at",
}
_PAST_ASSIGNMENT = {**_ASSIGNMENT, "assigned_at": "new.starts_at - interval '1 day'"}
_MARKED_AT = "CASE pattern.kind WHEN 'check_in' THEN new.starts_at ELSE new.ends_at END"
# Places are forgotten in time, and reports too.
_MARK = {
    "id": in_order_of_time(_MARKED_AT, "pattern.kind || new.visit_id"),
    "visit_id": "new.visit_id",
    "caregiver_id": "new.caregiver_id",
    "at": _MARKED_AT,
    "received_at": _MARKED_AT,
    "recorded_by": "new.account_id",
    "place_sealed": "CASE WHEN new.starts_at > now() - %(places_kept)s * interval '1 day' THEN pattern.place_sealed END",
}
_REPORT = {
    "mark_id": in_order_of_time("new.ends_at", "'check_out' || new.visit_id"),
    "visit_id": "new.visit_id",
    "reported_at": "new.ends_at",
}
_TIME = {
    "visit_id": "new.visit_id",
    "caregiver_id": "new.caregiver_id",
    "starts_at": "new.starts_at",
    "ends_at": "new.ends_at",
}
_PROOF = {
    "visit_id": "new.visit_id",
    "started_at": "new.starts_at",
    "ended_at": "new.ends_at",
    "done_at": "new.ends_at",
    "changed_at": "new.ends_at",
    "examined_at": "new.ends_at + interval '1 day'",
    "confirmed_at": "new.ends_at + interval '2 days'",
}
_OF_VISIT = "new_visits new WHERE pattern.id = new.visit_pattern ORDER BY new.n"
_OF_ASSIGNMENT = "new_visits new WHERE pattern.id = new.assignment_pattern ORDER BY new.n"
_OF_EXAMPLE = "new_visits new WHERE pattern.visit_id = %(example)s ORDER BY new.n"
_REPORTED = """
    new_visits new WHERE pattern.visit_id = %(example)s AND new.starts_at > now() - %(reports_kept)s * interval '1 day'
    ORDER BY new.n
"""


def write_past(connection: psycopg.Connection[Any], example: str, day: date, count: int) -> None:
    """Write so many visits that were made and confirmed, on the days before there were any."""
    kept = Settings()
    values = {
        "example": example,
        "places_kept": kept.care_mark_place_days,
        "reports_kept": kept.care_report_days,
    }
    with trusting(connection):
        _plan(connection, _DAYS_BACK, day=day, count=count, apart=_BEFORE_THE_FIRST)
        write_like(connection, "care_visits", own=_PAST_VISIT, source=_OF_VISIT)
        write_like(connection, "care_assignments", own=_PAST_ASSIGNMENT, source=_OF_ASSIGNMENT)
        write_like(connection, "care_visit_marks", own=_MARK, source=_OF_EXAMPLE, values=values)
        write_like(connection, "care_visit_reports", own=_REPORT, source=_REPORTED, values=values)
        write_like(connection, "care_served_times", own=_TIME, source=_OF_EXAMPLE, values=values)
        write_like(connection, "care_proofs", own=_PROOF, source=_OF_EXAMPLE, values=values)
    connection.execute("VACUUM ANALYZE")


def write_waiting(connection: psycopg.Connection[Any], day: date, count: int, *, days_ahead: int) -> None:
    """Write so many visits that their caregivers are to make today, the dispatchers' day lying so many days ahead."""
    with trusting(connection):
        _plan(connection, _TO_TODAY, day=day, count=count, apart=days_ahead)
        write_like(connection, "care_visits", own=_WAITING_VISIT, source=_OF_VISIT)
        write_like(connection, "care_assignments", own=_ASSIGNMENT, source=_OF_ASSIGNMENT)
    connection.execute("VACUUM ANALYZE")


def _plan(connection: psycopg.Connection[Any], days: str, **values: Any) -> None:
    visit_id = in_order_of_time("given.starts_at + shift.by", "n || 'visit'")
    connection.execute(_NEW_VISITS.format(days=days, visit_id=visit_id).encode(), values)
