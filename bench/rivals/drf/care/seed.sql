-- An operator at work, as Linli's community of the benchmark has it: each caregiver visits four elders in the morning
-- and three of them in the afternoon. Moments are in Shanghai time; the visits of the past come below these numbers.
SET LOCAL timezone = 'Asia/Shanghai';
INSERT INTO region (code, name, level, parent_id) VALUES
    ('330211', '镇海区', 'district', NULL),
    ('330211001', '招宝山街道', 'street', '330211'),
    ('330211001001', '一社区', 'community', '330211001');
INSERT INTO organisation (id, name) VALUES (1, '镇海安心居家养老服务有限公司');
INSERT INTO care_contract (id, organisation_id, starts_on, ends_on)
    VALUES (1, 1, current_date - 366, current_date + 730);
INSERT INTO care_service (id, code, name, mode, minutes, skills) VALUES
    (1, 'morning_care', '晨间照护', 'home_visit', 45, '{personal_care}'),
    (2, 'keeping_company', '陪伴聊天', 'home_visit', 60, '{dialect}');
INSERT INTO account (id, username, password, kind, display_name)
    SELECT n, 'caregiver' || n, '!', 'caregiver', '李阿姨' || n FROM generate_series(1, %(caregivers)s + %(idle)s) n
    UNION ALL
    SELECT %(caregivers)s + %(idle)s + n, 'dispatcher' || n, '!', 'dispatcher', '孙调度'
      FROM generate_series(1, %(dispatchers)s) n;
INSERT INTO duty (account_id, role, organisation_id, functions, valid_from)
    SELECT id, kind, 1, '[]', current_date - 1 FROM account;
INSERT INTO caregiver (id, account_id, organisation_id, name, skills)
    SELECT id, id, 1, display_name, '{personal_care,dialect}' FROM account WHERE kind = 'caregiver';
INSERT INTO caregiver_shift (caregiver_id, weekday, starts, ends)
    SELECT id, weekday, '07:30', '18:30' FROM caregiver, generate_series(1, 7) weekday;
INSERT INTO resident (id, name, phone, status, region_id)
    SELECT n, '欧阳' || chr(24576 + n) || chr(28672 + n), '', 'verified', '330211001001'
      FROM generate_series(1, 4 * %(caregivers)s) n;
INSERT INTO care_door (elder_id, latitude, longitude, allowance_m)
    SELECT id, 29.9533 + id * 0.00002, 121.7165, 40 FROM resident;
INSERT INTO care_plan (id, elder_id, organisation_id, contract_id, status, starts_on)
    SELECT id, id, 1, 1, 'active', current_date - 1 FROM resident;
INSERT INTO care_plan_item (id, plan_id, service_id, rrule, window_start, window_end)
    SELECT 2 * id - 1, id, 1, 'FREQ=DAILY', '07:30'::time, '12:00'::time FROM care_plan
    UNION ALL SELECT 2 * id, id, 2, 'FREQ=DAILY', '13:00', '17:00' FROM care_plan;
INSERT INTO care_visit (id, plan_id, item_id, occurs_on, elder_id, region_id, organisation_id, contract_id, service_id,
                        mode, payer, is_private, window_starts_at, window_ends_at, minutes, caregivers_needed, skills,
                        status, version, made_at, updated_at)
    SELECT %(visits)s + row_number() OVER (ORDER BY day, item.id), item.plan_id, item.id, day, item.plan_id,
           '330211001001', 1, 1, item.service_id, service.mode, 'self', false, day + item.window_start,
           day + item.window_end, service.minutes, 1, service.skills, 'planned', 1, now(), now()
      FROM care_plan_item item
      JOIN care_service service ON service.id = item.service_id,
           generate_series(%(day)s::date - 3, %(day)s::date, interval '1 day') AS days (at),
           LATERAL (SELECT at::date) AS dates (day);
UPDATE care_visit
   SET status = 'assigned', starts_at = given.at, ends_at = given.at + minutes * interval '1 minute'
  FROM (SELECT id, CASE service_id WHEN 1 THEN %(day)s::date + time '07:30' + (plan_id - 1) %% 4 * interval '60 minutes'
                                   ELSE %(day)s::date + time '13:00' + (plan_id - 1) %% 4 * interval '75 minutes' END AS at
          FROM care_visit
         WHERE occurs_on = %(day)s AND (service_id = 1 OR (plan_id - 1) %% 4 < 3)) AS given
 WHERE given.id = care_visit.id;
INSERT INTO care_assignment (id, visit_id, caregiver_id, starts_at, ends_at, travel_minutes, assigned_at, assigned_by_id)
    SELECT id, id, 1 + (plan_id - 1) / 4, starts_at, ends_at, 5, now(), %(caregivers)s + %(idle)s + 1
      FROM care_visit WHERE status = 'assigned';
