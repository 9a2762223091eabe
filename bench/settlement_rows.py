"""A month of made-up visits, written by the database itself: who was granted what, and what was proved."""

# One elder in two is granted something; one visit in ten was shorter than agreed, the elders' words confirm one in three.
ENTITLEMENTS = """
    INSERT INTO care_entitlements (id, elder_id, region_code, scheme_id, status, eligibility, applied_at, opinion,
           published_from, published_until, decided_at, monthly_fen, starts_on, ends_on, is_double, updated_at, version)
    SELECT gen_random_uuid(), id, region_code, %(scheme_id)s, 'granted', 'ordinary', now(), 'met',
           %(first)s, %(first)s, now(), %(cap)s, %(first)s, %(last)s, false, %(first)s, 1
      FROM elders WHERE number %% 2 = 0
"""
ELDERS = """
    CREATE TEMP TABLE elders ON COMMIT DROP AS
    SELECT id, region_code, row_number() OVER (ORDER BY id) - 1 AS number FROM residents
"""
MADE = """
    CREATE TEMP TABLE made ON COMMIT DROP AS
    SELECT n, elders.id AS elder_id, elders.region_code, md5('item' || elders.id)::uuid AS item_id, day,
           {visit_id} AS visit_id
      FROM generate_series(0::bigint, %(visits)s - 1) n
      JOIN elders ON elders.number = n / %(each)s,
           LATERAL (SELECT %(first)s::date + (n %% %(each)s)::int AS day) AS on_day
"""
VISITS = """
    INSERT INTO care_visits (id, plan_id, item_id, occurs_on, elder_id, region_code, organisation_id, contract_id,
           service_id, mode, payer, is_private, window_starts_at, window_ends_at, minutes, caregivers_needed, skills,
           status, made_at, updated_at, version)
    SELECT visit_id, item_id, item_id, day, elder_id, region_code, %(organisation_id)s, %(contract_id)s,
           %(service_id)s, 'home_visit', 'subsidy', false, day + interval '1 hour', day + interval '3 hours', 60, 1, '{}',
           'confirmed', day, day + interval '4 hours', 1
      FROM made ORDER BY n
"""
PROOFS = """
    INSERT INTO care_proofs (visit_id, organisation_id, region_code, rule_version, minutes_served, is_proved, flags,
           changed_at, done_at, confirmed_at, confirmed_way, sample_first, version)
    SELECT visit_id, %(organisation_id)s, region_code, 1, CASE WHEN n %% 10 = 3 THEN 30 ELSE 61 END, true, '{}',
           day + interval '4 hours', day + interval '3 hours', day + interval '4 hours',
           CASE WHEN n %% 3 = 0 THEN 'elder' ELSE 'silence' END, n %% 3 <> 0, 1
      FROM made ORDER BY n
"""
