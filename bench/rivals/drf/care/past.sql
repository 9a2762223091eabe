-- So many visits of the past, each like one that is given out, the oldest first; all of them were made and confirmed.
SET LOCAL timezone = 'Asia/Shanghai';
CREATE TEMP TABLE new_visits ON COMMIT DROP AS
WITH given AS (
    SELECT care_visit.*, care_assignment.caregiver_id, row_number() OVER (ORDER BY care_visit.starts_at, care_visit.id) - 1 AS number,
           count(*) OVER () AS many
      FROM care_visit JOIN care_assignment ON care_assignment.visit_id = care_visit.id
     WHERE care_visit.occurs_on = %(day)s
)
SELECT n + 1 AS new_id, given.*, shift.by AS shift, starts_at + shift.by AS began_at, ends_at + shift.by AS ended_at
  FROM generate_series(0::bigint, %(visits)s - 1) n
  JOIN given ON given.number = n %% many,
       LATERAL (SELECT (n / many - (%(visits)s - 1) / many - 4) * interval '1 day') AS shift (by);
INSERT INTO care_visit (id, plan_id, item_id, occurs_on, elder_id, region_id, organisation_id, contract_id, service_id,
                        mode, payer, is_private, window_starts_at, window_ends_at, minutes, caregivers_needed, skills,
                        status, starts_at, ends_at, version, made_at, updated_at)
    SELECT new_id, plan_id, item_id, (occurs_on + shift)::date, elder_id, region_id, organisation_id, contract_id,
           service_id, mode, payer, is_private, window_starts_at + shift, window_ends_at + shift, minutes,
           caregivers_needed, skills, 'confirmed', began_at, ended_at, 4, began_at - interval '14 days', ended_at
      FROM new_visits ORDER BY new_id;
INSERT INTO care_assignment (id, visit_id, caregiver_id, starts_at, ends_at, travel_minutes, assigned_at, assigned_by_id)
    SELECT new_id, new_id, caregiver_id, began_at, ended_at, 5, began_at - interval '1 day', 1 FROM new_visits ORDER BY new_id;
INSERT INTO care_visit_mark (id, visit_id, caregiver_id, kind, at, received_at, latitude, longitude, coordinate_system,
                             accuracy_m, distance_m, place, flags, recorded_by_id)
    SELECT 2 * new_id - 1 + marks.step, new_id, caregiver_id, kind, marked_at, marked_at, place.latitude, place.longitude,
           'WGS-84', 15, 10, 'inside', '{}', caregiver_id
      FROM new_visits,
           LATERAL (VALUES (0, 'check_in', began_at), (1, 'check_out', ended_at)) AS marks (step, kind, marked_at)
      LEFT JOIN LATERAL (SELECT 29.95 AS latitude, 121.7 AS longitude
                          WHERE marked_at > now() - %(places_kept)s * interval '1 day') AS place ON true
     ORDER BY new_id, marks.step;
INSERT INTO care_visit_report (mark_id, visit_id, reported_at, content, vitals_refused)
    SELECT 2 * new_id, new_id, ended_at, '{"tasks": [{"code": "晨间照护", "done": true}], "note": "精神好，早饭吃完了。"}', false
      FROM new_visits WHERE began_at > now() - %(reports_kept)s * interval '1 day' ORDER BY new_id;
INSERT INTO care_served_time (id, visit_id, caregiver_id, starts_at, ends_at)
    SELECT new_id, new_id, caregiver_id, began_at, ended_at FROM new_visits ORDER BY new_id;
INSERT INTO care_proof (visit_id, organisation_id, region_id, started_at, ended_at, minutes_served, is_proved, flags,
                        done_at, changed_at, examined_at, confirmed_at, confirmed_way, rating)
    SELECT new_id, organisation_id, region_id, began_at, ended_at, minutes, true, '{}', ended_at, ended_at,
           ended_at + interval '1 day', ended_at + interval '2 days', 'phone', 5 FROM new_visits ORDER BY new_id;
SELECT setval('care_visit_mark_id_seq', 2 * %(visits)s), setval('care_served_time_id_seq', %(visits)s + 1);
