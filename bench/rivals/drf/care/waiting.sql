-- So many visits that their caregivers are to make today, brought forward from days on which nothing stands yet.
SET LOCAL timezone = 'Asia/Shanghai';
CREATE TEMP TABLE new_visits ON COMMIT DROP AS
WITH given AS (
    SELECT care_visit.*, care_assignment.caregiver_id, row_number() OVER (ORDER BY care_visit.starts_at, care_visit.id) - 1 AS number,
           count(*) OVER () AS many
      FROM care_visit JOIN care_assignment ON care_assignment.visit_id = care_visit.id
     WHERE care_visit.occurs_on = %(day)s
)
SELECT (SELECT max(id) FROM care_visit) + 1 + n AS new_id, given.*, n / many AS turn, shift.by AS shift
  FROM generate_series(0::bigint, %(waiting)s - 1) n
  JOIN given ON given.number = n %% many,
       LATERAL (SELECT - %(days_ahead)s * interval '1 day') AS shift (by);
INSERT INTO care_visit (id, plan_id, item_id, occurs_on, elder_id, region_id, organisation_id, contract_id, service_id,
                        mode, payer, is_private, window_starts_at, window_ends_at, minutes, caregivers_needed, skills,
                        status, starts_at, ends_at, version, made_at, updated_at)
    SELECT new_id, plan_id, item_id, occurs_on + 1 + turn::int, elder_id, region_id, organisation_id, contract_id,
           service_id, mode, payer, is_private, date_trunc('day', starts_at + shift),
           date_trunc('day', starts_at + shift) + interval '1 day', minutes, caregivers_needed, skills, status,
           starts_at + shift, ends_at + shift, version, made_at, updated_at
      FROM new_visits ORDER BY new_id;
INSERT INTO care_assignment (id, visit_id, caregiver_id, starts_at, ends_at, travel_minutes, assigned_at, assigned_by_id)
    SELECT new_id, new_id, caregiver_id, starts_at + shift, ends_at + shift, 5, made_at, 1 FROM new_visits ORDER BY new_id;
