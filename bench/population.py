"""A district full of made-up people, written by the database itself: communities of one size, few or very many."""

from typing import Any

import psycopg

from bench.rows import trusting, without_indexes

DISTRICT, STREET = "990101", "990101001"
COMMUNITY = f"{STREET}001"
RESIDENTS_OF_A_COMMUNITY = 5_000
COMMUNITIES_OF_A_STREET = 10
# In each community so many grids, and in each grid so many buildings.
GRIDS, BUILDINGS = 5, 8

_PLACES = """
    WITH communities AS (
        SELECT n, '990101' || lpad((n / %(per_street)s + 1)::text, 3, '0') AS street,
               '990101' || lpad((n / %(per_street)s + 1)::text, 3, '0') || lpad((n %% %(per_street)s + 1)::text, 3, '0')
                   AS code
          FROM generate_series(0, %(communities)s - 1) n
    ), grids AS (
        SELECT code || '-' || lpad(g::text, 3, '0') AS code, code AS parent FROM communities, generate_series(1, %(grids)s) g
    ), places AS (
        SELECT '990101' AS code, NULL AS parent, 'district' AS level
        UNION ALL SELECT DISTINCT street, '990101', 'street' FROM communities
        UNION ALL SELECT code, street, 'community' FROM communities
        UNION ALL SELECT code, parent, 'grid' FROM grids
        UNION ALL SELECT code || '-' || lpad(b::text, 3, '0'), code, 'building'
                    FROM grids, generate_series(1, %(buildings)s) b
    )
    INSERT INTO regions (code, level, name, parent_code, children_made, version)
    SELECT code, level, level || ' ' || code, parent, 0, 1 FROM places
"""
_ANCESTORS = """
    WITH RECURSIVE above AS (
        SELECT code, code AS ancestor_code, parent_code, 0 AS depth FROM regions
        UNION ALL
        SELECT above.code, regions.code, regions.parent_code, above.depth + 1
          FROM above JOIN regions ON regions.code = above.parent_code
    )
    INSERT INTO region_ancestors (code, ancestor_code, depth) SELECT code, ancestor_code, depth FROM above
"""
# Every seventh has the commonest surname; ages spread over a century; one in a hundred waits to be verified.
_PEOPLE = """
    WITH buildings AS (SELECT array_agg(code ORDER BY code) AS codes FROM regions WHERE level = 'building')
    INSERT INTO residents (id, name, region_code, status, birth_on, sex, phone_lookup, id_number_lookup,
                           registered_at, verified_at, version)
    SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
           CASE n %% 7 WHEN 0 THEN '王' ELSE chr(20013 + (n * 31 %% 97)::int) END
               || chr(26000 + (n * 7 %% 211)::int) || chr(27000 + (n * 13 %% 199)::int),
           codes[1 + n %% array_length(codes, 1)],
           CASE WHEN n %% 100 = 0 THEN 'pending' ELSE 'verified' END,
           DATE '2026-01-01' - (n * 7919 %% 36500)::int, CASE n %% 2 WHEN 0 THEN 'female' ELSE 'male' END,
           decode(hash, 'hex'), decode(md5('id' || n), 'hex'), now(), now(), 1
      FROM buildings, generate_series(1::bigint, %(people)s) n, LATERAL (SELECT md5(n::text) AS hash) AS made
"""
# Of a hundred people five live alone; of two hundred one is in extreme hardship; one in five volunteers.
_TAGS = """
    INSERT INTO resident_tags (id, resident_id, tag_code, region_code, valid_from, set_at, version)
    SELECT gen_random_uuid(), id, tag.code, region_code, DATE '2026-01-01', now(), 1
      FROM residents,
           (VALUES ('lives_alone', 20), ('extreme_hardship', 200), ('volunteer', 5)) AS tag (code, every)
     WHERE hashtext(id::text || tag.code) %% tag.every = 0
"""
# Of fifty people one may be on record twice, with somebody in the same building.
_PAIRS = """
    WITH neighbours AS (
        SELECT id, lead(id) OVER (PARTITION BY region_code ORDER BY id) AS other_id FROM residents
    )
    INSERT INTO possible_duplicates (id, first_id, second_id, reason, source, state, noted_at, version)
    SELECT gen_random_uuid(), id, other_id, 'same_name_and_phone', 'import', 'open', now(), 1
      FROM neighbours
     WHERE other_id IS NOT NULL AND hashtext(id::text) %% 50 = 0
"""


def write(connection: psycopg.Connection[Any], people: int) -> None:
    """Write so many residents with their places and tags; indexes are made again after."""
    communities = max(1, people // RESIDENTS_OF_A_COMMUNITY)
    places = {
        "per_street": COMMUNITIES_OF_A_STREET,
        "communities": communities,
        "grids": GRIDS,
        "buildings": BUILDINGS,
    }
    with trusting(connection):
        connection.execute(_PLACES, places)
        connection.execute(_ANCESTORS)
        for table, statement in (("residents", _PEOPLE), ("resident_tags", _TAGS)):
            with without_indexes(connection, table):
                connection.execute(statement, {"people": people})
        connection.execute(_PAIRS, {})
    connection.execute("VACUUM ANALYZE")
