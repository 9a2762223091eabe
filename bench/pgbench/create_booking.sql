-- One booking as a textbook writes it, statement by statement, on the tables of the flask-smorest rival: every guard is
-- read and every row written that the service writes. Run with `pgbench -M prepared -c CLIENTS`, which gives
--   first      the number of bookings made before this run
--   clients    how many clients run
--   rooms, residents, slots    how many there are
--   today      midnight of today in the district, in seconds since 1970
-- The step through the slots is prime to their number, so that they come scattered and none comes twice.
\set n :n + 1
\set booking :first + :n * :clients + :client_id
\set slot (:booking * 1000003) % :slots
\set room 1 + :slot % :rooms
\set hour 8 + (:slot / :rooms) % 12
\set day 1 + :slot / :rooms / 12
\set resident 1 + :booking % :residents
\set since :today + :day * 86400 + :hour * 3600
\set until :since + 3600
\set headcount random(1, 40)
BEGIN;
SELECT s.account_id AS account, a.resident_id, a.kind, a.display_name, s.expires_at
  FROM login_session s JOIN account a ON a.id = s.account_id
 WHERE s.id = md5(:resident::text)::uuid AND s.revoked_at IS NULL AND s.expires_at > now();
SELECT id, role, region_id, functions FROM duty
 WHERE account_id = :resident AND valid_from <= current_date AND (valid_until IS NULL OR valid_until >= current_date);
SELECT alone.locked, kept.request_hash, kept.status, kept.body
  FROM (SELECT pg_try_advisory_xact_lock(:resident, :booking) AS locked) alone
  LEFT JOIN idempotency_key kept ON kept.account_id = :resident AND kept.key = 'key-' || :booking::text;
SELECT id, name, phone, status, region_id FROM resident WHERE id = :resident \gset resident_
SELECT id, name, region_id, address, capacity_min, capacity_max FROM living_room WHERE id = :room \gset room_
SELECT slot_minutes, advance_days, lead_minutes, max_minutes, buffer_minutes, active_quota, monthly_minutes_quota,
       approval_headcount, open_to
  FROM policy WHERE living_room_id = :room;
SELECT weekday, opens, closes FROM opening_hours WHERE living_room_id = :room;
SELECT date, opens, closes FROM holiday_hours WHERE living_room_id = :room;
SELECT id FROM suspension WHERE resident_id = :resident AND starts_at <= now() AND ends_at > now();
SELECT count(*) AS taken FROM booked_grain
 WHERE living_room_id = :room AND grain >= to_timestamp(:since) AND grain < to_timestamp(:until) \gset
\if :taken
ROLLBACK;
\else
INSERT INTO quota_counter (resident_id, period, used) VALUES (:resident, 'active', 1)
    ON CONFLICT (resident_id, period) DO UPDATE SET used = quota_counter.used + 1 WHERE quota_counter.used < 100000;
INSERT INTO quota_counter (resident_id, period, used)
    VALUES (:resident, to_char(to_timestamp(:since), 'YYYY-MM'), 60)
    ON CONFLICT (resident_id, period) DO UPDATE SET used = quota_counter.used + 60 WHERE quota_counter.used < 10000000;
INSERT INTO booking (living_room_id, resident_id, organisation_id, series_id, account_id, region_id, starts_at, ends_at,
                     purpose, headcount, title, status, at_desk, hold_until, reason, cancelled_late, checked_in_at,
                     moved_count, acted_by_account_id, acted_by_name, acted_by_as, created_at, updated_at)
    VALUES (:room, :resident, NULL, NULL, :resident, '330211001001', to_timestamp(:since), to_timestamp(:until),
            'meeting', :headcount, NULL, 'confirmed', false, NULL, NULL, false, NULL,
            0, NULL, NULL, NULL, now(), now())
    RETURNING id \gset
-- The booking's foreign key holds the room: a closure made meanwhile is seen here.
SELECT id FROM closure
 WHERE living_room_id = :room AND starts_at < to_timestamp(:until) AND ends_at > to_timestamp(:since);
INSERT INTO booked_grain (living_room_id, grain, booking_id) VALUES (:room, to_timestamp(:since), :id);
INSERT INTO booked_grain (living_room_id, grain, booking_id) VALUES (:room, to_timestamp(:since + 900), :id);
INSERT INTO booked_grain (living_room_id, grain, booking_id) VALUES (:room, to_timestamp(:since + 1800), :id);
INSERT INTO booked_grain (living_room_id, grain, booking_id) VALUES (:room, to_timestamp(:since + 2700), :id);
INSERT INTO outbox_message (kind, body, created_at)
    VALUES ('booking_made', jsonb_build_object('booking_id', :id::bigint), now());
INSERT INTO audit_entry (account_id, action, subject, request_id, details, created_at)
    VALUES (:resident, 'book', 'booking:' || :id::text, md5(:booking::text),
            jsonb_build_object('living_room_id', :room::bigint, 'starts_at', to_timestamp(:since)), now());
INSERT INTO idempotency_key (account_id, key, request_hash, status, body, created_at)
    VALUES (:resident, 'key-' || :booking::text, md5(:booking::text) || md5(:slot::text), 201,
            jsonb_build_object('id', :id::bigint, 'living_room_id', :room::bigint, 'living_room_name', :room_name::text,
                               'region_code', '330211001001', 'resident_id', :resident::bigint,
                               'resident_name', :resident_name::text, 'organisation_id', NULL,
                               'organisation_name', NULL, 'series_id', NULL, 'starts_at', to_timestamp(:since),
                               'ends_at', to_timestamp(:until), 'purpose', 'meeting', 'title', NULL,
                               'headcount', :headcount::integer, 'status', 'confirmed', 'at_desk', false,
                               'hold_until', NULL, 'reason', NULL, 'cancelled_late', false, 'checked_in_at', NULL,
                               'moved_count', 0, 'appeal', NULL, 'appeal_reason', NULL, 'appeal_answer', NULL,
                               'acted_by', NULL, 'created_at', now(), 'updated_at', now()), now());
COMMIT;
\endif
