-- One booking as a textbook writes it, statement by statement, on the service's own tables: every guard is read and
-- every row written that the service writes. Run with `pgbench -M prepared -c CLIENTS`, which gives
--   first      the number of bookings made before this run
--   clients    how many clients run
--   rooms, residents, slots    how many there are
--   today      midnight of today in the district, in seconds since 1970
-- The step through the slots is prime to their number, so that they come scattered and none comes twice. Rooms and
-- people are called by their numbers (bench/statements.py); what is written gets identifiers that rise, as the
-- service's do.
\set n :n + 1
\set booking :first + :n * :clients + :client_id
\set slot (:booking * 1000003) % :slots
\set room 1 + :slot % :rooms
\set hour 8 + (:slot / :rooms) % 12
\set day 1 + :slot / :rooms / 12
\set resident 1 + :booking % :residents
\set since :today + :day * 86400 + :hour * 3600
\set until :since + 3600
\set grain :since / 900
\set headcount random(1, 40)
BEGIN;
SELECT s.account_id, a.kind, a.display_name, a.resident_id, a.password_expires_at, a.resident_died_at
  FROM login_sessions s JOIN accounts a ON a.id = s.account_id
 WHERE s.id = md5(:resident::text)::uuid AND s.ended_at IS NULL AND s.expires_at > now() AND a.disabled_at IS NULL
\gset actor_
SELECT role, region_code, organisation_id, functions FROM account_duties
 WHERE account_id = md5(:resident::text)::uuid AND revoked_at IS NULL AND valid_from <= current_date
   AND (valid_until IS NULL OR valid_until >= current_date);
SELECT alone.locked, kept.fingerprint, kept.status, kept.headers, kept.body
  FROM (SELECT pg_try_advisory_xact_lock(:resident, :booking) AS locked) alone
  LEFT JOIN idempotent_answers kept ON kept.account_id = md5(:resident::text)::uuid
        AND kept.key = 'key-' || :booking::text AND kept.answered_at > now() - interval '1 day';
SELECT name, status, region_code FROM residents WHERE id = md5(:resident::text)::uuid \gset resident_
SELECT name, region_code, capacity_min, capacity_max FROM living_rooms WHERE id = md5(:room::text)::uuid \gset room_
SELECT * FROM room_policies WHERE living_room_id = md5(:room::text)::uuid;
SELECT weekday, opens, closes FROM room_opening_hours WHERE living_room_id = md5(:room::text)::uuid;
SELECT date, opens, closes FROM room_holiday_hours WHERE living_room_id = md5(:room::text)::uuid
   AND date = to_timestamp(:since)::date;
SELECT ends_at FROM booking_suspensions
 WHERE resident_id = md5(:resident::text)::uuid AND starts_at <= now() AND ends_at > now() AND lifted_at IS NULL;
SELECT count(*) AS taken FROM booked_grains
 WHERE living_room_id = md5(:room::text)::uuid AND grain BETWEEN :grain AND :grain + 3 \gset
\if :taken
ROLLBACK;
\else
INSERT INTO booking_counters (holder_id, living_room_id, period, used)
    VALUES (md5(:resident::text)::uuid, md5(:room::text)::uuid, 'active', 1)
    ON CONFLICT (holder_id, living_room_id, period) DO UPDATE SET used = booking_counters.used + 1
          WHERE booking_counters.used < 1000;
INSERT INTO booking_counters (holder_id, living_room_id, period, used)
    VALUES (md5(:resident::text)::uuid, md5(:room::text)::uuid, to_char(to_timestamp(:since), 'YYYY-MM'), 60)
    ON CONFLICT (holder_id, living_room_id, period) DO UPDATE SET used = booking_counters.used + 60
          WHERE booking_counters.used <= 40000 - 60;
INSERT INTO bookings (id, living_room_id, region_code, resident_id, organisation_id, series_id, starts_at, ends_at,
                      purpose, title, headcount, status, at_desk, counts_as_active, hold_until, reason, cancelled_late,
                      checked_in_at, reminded_at, moved_count, created_by, created_at, updated_at, acted_by_account_id,
                      acted_by_name, acted_by_as, version)
    VALUES (('ff' || lpad(to_hex(:booking::bigint), 30, '0'))::uuid, md5(:room::text)::uuid, '330211001001',
            md5(:resident::text)::uuid, NULL, NULL, to_timestamp(:since), to_timestamp(:until), 'meeting', NULL,
            :headcount, 'confirmed', false, true, NULL, NULL, false, NULL, NULL, 0, md5(:resident::text)::uuid, now(),
            now(), NULL, NULL, NULL, 1)
    RETURNING id \gset
-- The booking's foreign key holds the room: a closure made meanwhile is seen here.
SELECT id FROM room_closures
 WHERE living_room_id = md5(:room::text)::uuid AND starts_at < to_timestamp(:until) AND ends_at > to_timestamp(:since);
INSERT INTO booked_grains (living_room_id, grain, booking_id) VALUES (md5(:room::text)::uuid, :grain, :id);
INSERT INTO booked_grains (living_room_id, grain, booking_id) VALUES (md5(:room::text)::uuid, :grain + 1, :id);
INSERT INTO booked_grains (living_room_id, grain, booking_id) VALUES (md5(:room::text)::uuid, :grain + 2, :id);
INSERT INTO booked_grains (living_room_id, grain, booking_id) VALUES (md5(:room::text)::uuid, :grain + 3, :id);
INSERT INTO outbox_messages (id, name, body, announced_at, next_try_at, tries, delivered_at)
    VALUES (:id, 'living_rooms.bookings.BookingMade', jsonb_build_object('booking_id', :id::text), now(), now(), 0, NULL);
INSERT INTO audit_entries (id, at, account_id, action, subject, region_code, succeeded, request_id, address, facts,
                           people)
    VALUES (:id, now(), md5(:resident::text)::uuid, 'book', :id::text, NULL, true, md5(:booking::text), '127.0.0.1',
            '{}', NULL);
INSERT INTO idempotent_answers (account_id, key, fingerprint, status, headers, body, answered_at)
    VALUES (md5(:resident::text)::uuid, 'key-' || :booking::text, decode(md5(:booking::text), 'hex'), 201,
            '{"ETag": "\"1\""}', convert_to(jsonb_build_object(
                'id', :id::text, 'living_room_id', md5(:room::text)::uuid, 'living_room_name', :room_name::text,
                'region_code', '330211001001', 'resident_id', md5(:resident::text)::uuid,
                'resident_name', :resident_name::text, 'organisation_id', NULL, 'organisation_name', NULL,
                'series_id', NULL, 'starts_at', to_timestamp(:since), 'ends_at', to_timestamp(:until),
                'purpose', 'meeting', 'title', NULL, 'headcount', :headcount::integer, 'status', 'confirmed',
                'at_desk', false, 'hold_until', NULL, 'reason', NULL, 'cancelled_late', false, 'checked_in_at', NULL,
                'moved_count', 0, 'appeal', NULL, 'appeal_reason', NULL, 'appeal_answer', NULL, 'acted_by', NULL,
                'created_at', now(), 'updated_at', now())::text, 'UTF8'), now());
COMMIT;
\endif
