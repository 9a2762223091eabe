-- The notices that stand in `made`, and what they are to the residents on record.
INSERT INTO notice (id, title, body, body_html, summary, attachments, category, priority, status, is_public,
                    needs_confirmation, published_at, expires_at, pin_until, rank)
    SELECT n, title, title || '，请相互转告。', '<p>' || title || '，请相互转告。</p>', title || '，请相互转告。', '[]', category,
           'normal', status, false, false, published_at, expires_at, pin_until, rank
      FROM made ORDER BY n;
INSERT INTO notice_target (id, notice_id, region_id, tag_id)
    SELECT n, n, region_code, tag FROM made ORDER BY n;
WITH RECURSIVE way AS (
    SELECT id AS resident_id, region_id AS code FROM resident
    UNION ALL
    SELECT way.resident_id, region.parent_id FROM way JOIN region ON region.code = way.code
     WHERE region.parent_id IS NOT NULL
), held AS (
    SELECT resident_id, tag_id FROM resident_tag
    UNION ALL
    SELECT resident_id, code FROM resident_detail, tag
     WHERE (age_from IS NOT NULL OR age_below IS NOT NULL)
       AND (age_from IS NULL OR date_part('year', age(current_date, birth_on)) >= age_from)
       AND (age_below IS NULL OR date_part('year', age(current_date, birth_on)) < age_below)
)
INSERT INTO notice_addressee (notice_id, resident_id, published_at)
    SELECT n, way.resident_id, published_at FROM made JOIN way ON way.code = made.region_code
     WHERE published_at > now() - %(kept)s * interval '1 day'
       AND (made.tag IS NULL
            OR EXISTS (SELECT FROM held WHERE held.resident_id = way.resident_id AND held.tag_id = made.tag));
INSERT INTO notice_receipt (notice_id, resident_id, read_at)
    SELECT notice_id, resident_id, published_at + interval '1 hour' FROM notice_addressee
     WHERE published_at < now() - interval '30 days' AND hashtext(notice_id::text) %% 3 <> 0;
