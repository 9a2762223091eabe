-- The same made-up community for both rivals. Moments are in Shanghai time; staff come after residents.
SET LOCAL timezone = 'Asia/Shanghai';
INSERT INTO region (code, name, level, parent_id) VALUES
    ('330211', '镇海区', 'district', NULL),
    ('330211001', '招宝山街道', 'street', '330211'),
    ('330211001001', '一社区', 'community', '330211001');
INSERT INTO living_room (id, name, region_id, address, capacity_min, capacity_max)
    SELECT n, '会客厅 ' || n, '330211001001', '一路 ' || n || ' 号', 1, 40 FROM generate_series(1, %(rooms)s) n;
INSERT INTO policy (living_room_id, slot_minutes, advance_days, lead_minutes, max_minutes, buffer_minutes, active_quota,
                    monthly_minutes_quota, approval_headcount, open_to)
    SELECT id, 60, 61, 0, 240, 0, 100000, 10000000, 100, 'district' FROM living_room;
INSERT INTO opening_hours (living_room_id, weekday, opens, closes)
    SELECT id, weekday, '08:00', '20:00' FROM living_room, generate_series(1, 7) weekday;
INSERT INTO resident (id, name, phone, status, region_id)
    SELECT n, '居民 ' || n, '13' || (100000000 + n), 'verified', '330211001001' FROM generate_series(1, %(residents)s) n;
INSERT INTO account (id, username, password, kind, display_name, resident_id)
    SELECT id, 'resident' || id, '!', 'resident', name, id FROM resident;
INSERT INTO account (id, username, password, kind, display_name)
    SELECT %(residents)s + n, 'staff' || n, '!', 'staff', '社工 ' || n FROM generate_series(1, %(staff)s) n;
INSERT INTO duty (account_id, role, region_id, functions, valid_from)
    SELECT id, 'community_worker', '330211001001', '["rooms"]', current_date - 100 FROM account WHERE kind = 'staff';
INSERT INTO booking (living_room_id, resident_id, account_id, region_id, starts_at, ends_at, purpose, headcount, status,
                     at_desk, cancelled_late, moved_count, created_at, updated_at)
    SELECT 1 + n %% %(rooms)s, 1 + n %% %(residents)s, 1 + n %% %(residents)s, '330211001001',
           starts_at, starts_at + interval '1 hour', 'meeting', 4, 'completed', false, false, 0, starts_at, starts_at
      FROM generate_series(1::bigint, %(bookings)s) n,
           LATERAL (SELECT date_trunc('day', now()) + (n * %(days)s / (%(bookings)s + 1) - %(days)s) * interval '1 day'
                           + (8 + n %% 12) * interval '1 hour') AS at (starts_at);
