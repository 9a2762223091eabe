-- So many notices over ten years, the same for every contestant: to whom, of what, until when.
-- {regions} is the contestant's table of places, and {level} and {code} its columns.
CREATE TEMP TABLE made ON COMMIT DROP AS
WITH places AS (
    SELECT {level} AS level, array_agg({code}::text ORDER BY {code}) AS codes FROM {regions} GROUP BY {level}
), drawn AS (
    SELECT n, abs(hashint8(n)::bigint) AS chance, abs(hashint8(n + 1000000007)::bigint) AS pick,
           %(now)s::timestamptz - (%(notices)s - n) * (interval '3650 days' / %(notices)s) AS published_at
      FROM generate_series(1::bigint, %(notices)s) n
), aimed AS (
    SELECT *, CASE WHEN chance %% 100 < 2 THEN 'district' WHEN chance %% 100 < 10 THEN 'street'
                   WHEN chance %% 100 < 70 THEN 'community' WHEN chance %% 100 < 90 THEN 'grid' ELSE 'building' END AS level
      FROM drawn
)
SELECT n, '第 ' || n || ' 号公告' AS title, places.codes[1 + pick %% array_length(places.codes, 1)] AS region_code,
       CASE pick %% 20 WHEN 0 THEN 'volunteer' WHEN 1 THEN 'aged_60' WHEN 2 THEN 'lives_alone' END AS tag,
       (ARRAY['community', 'safety', 'utilities', 'health', 'activity', 'other'])[1 + n %% 6] AS category,
       published_at,
       CASE WHEN n %% 5 = 0 THEN published_at + interval '30 days' END AS expires_at,
       CASE WHEN n %% 200 = 0 THEN published_at + interval '30 days' END AS pin_until
  FROM aimed JOIN places USING (level)
 ORDER BY n;
ALTER TABLE made ADD status text NOT NULL DEFAULT 'published';
ALTER TABLE made ADD rank int DEFAULT 0;
UPDATE made SET status = 'expired', rank = NULL WHERE expires_at <= %(now)s;
UPDATE made SET rank = 2 WHERE pin_until > %(now)s AND status = 'published';
