"""Adding up the lines of each street, and choosing which of them are checked on the spot, by one statement each."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


def add_up(work: UnitOfWork, settlement_id: UUID) -> None:
    """Let the streets' shares say what their lines say; a street without lines has no share."""
    _ADD_UP(work, settlement_id=settlement_id)
    _DROP_EMPTY(work, settlement_id=settlement_id)
    work.session.expire_all()


def choose_checks(work: UnitOfWork, settlement_id: UUID, seed: int, per_mille: int) -> None:
    """Mark what has a reason of its own to be checked, then a sample of each street's lines.

    Of the sample those that silence confirmed come first, the others in an order that only the seed knows. What was chosen
    before counts towards it, so that to return and submit again draws nothing new.
    """
    _CHOOSE_FOR_REASONS(work, settlement_id=settlement_id, now=work.now)
    _CHOOSE_SAMPLE(work, settlement_id=settlement_id, seed=str(seed), per_mille=per_mille, now=work.now)


def open_checks(work: UnitOfWork, settlement_id: UUID) -> dict[str, int]:
    """How many lines of each street wait to be checked."""
    return {each.street_code: each.open for each in _OPEN(work, settlement_id=settlement_id)}


def checks_of_all(
    work: UnitOfWork, settlement_ids: Sequence[UUID]
) -> dict[tuple[UUID, str], tuple[int, int]]:
    """How many lines are to be checked and how many were, by settlement and street."""
    found = _CHECKS(work, settlement_ids=list(settlement_ids))
    return {(each.settlement_id, each.street_code): (each.done, each.chosen) for each in found}


_SUMS = """
    count(*) AS lines, sum(price_fen) AS price_fen, sum(deducted_fen) AS deducted_fen, sum(gross_fen) AS gross_fen,
    sum(subsidy_fen) AS subsidy_fen, sum(insurance_fen) AS insurance_fen, sum(self_pay_fen) AS self_pay_fen,
    sum(central_fen) AS central_fen, sum(city_fen) AS city_fen, sum(district_fen) AS district_fen,
    sum(town_fen) AS town_fen, sum(unshared_fen) AS unshared_fen
"""
_ADD_UP = Prepared(
    text(
        f"""
        INSERT INTO care_settlement_shares AS held (settlement_id, street_code, lines, price_fen, deducted_fen,
               gross_fen, subsidy_fen, insurance_fen, self_pay_fen, central_fen, city_fen, district_fen, town_fen,
               unshared_fen)
        SELECT CAST(:settlement_id AS uuid), street_code, {_SUMS}
          FROM care_settlement_lines
         WHERE settlement_id = CAST(:settlement_id AS uuid)
         GROUP BY street_code ORDER BY street_code
        ON CONFLICT (settlement_id, street_code) DO UPDATE
        SET lines = excluded.lines, price_fen = excluded.price_fen, deducted_fen = excluded.deducted_fen,
            gross_fen = excluded.gross_fen, subsidy_fen = excluded.subsidy_fen,
            insurance_fen = excluded.insurance_fen, self_pay_fen = excluded.self_pay_fen,
            central_fen = excluded.central_fen, city_fen = excluded.city_fen,
            district_fen = excluded.district_fen, town_fen = excluded.town_fen,
            unshared_fen = excluded.unshared_fen
        """  # noqa: S608 - put together of our own words
    )
)
_DROP_EMPTY = Prepared(
    text(
        """
        DELETE FROM care_settlement_shares s
         WHERE settlement_id = CAST(:settlement_id AS uuid)
           AND NOT EXISTS (SELECT FROM care_settlement_lines l
                            WHERE l.settlement_id = s.settlement_id AND l.street_code = s.street_code)
        """
    )
)
_CHOOSE_FOR_REASONS = Prepared(
    text(
        """
        INSERT INTO care_settlement_checks (settlement_id, visit_id, reason, chosen_at)
        SELECT l.settlement_id, l.visit_id, CASE WHEN y.needs_worker_check THEN 'not_served' ELSE 'hospital' END,
               CAST(:now AS timestamptz)
          FROM care_settlement_lines l
          JOIN care_visits v ON v.id = l.visit_id
          LEFT JOIN care_not_served n ON n.id = l.not_served_id
          LEFT JOIN care_not_served_policies y ON y.id = n.policy_id
         WHERE l.settlement_id = CAST(:settlement_id AS uuid) AND l.reversal_of IS NULL
           AND (y.needs_worker_check
             OR EXISTS (SELECT FROM care_entitlements e
                          JOIN care_entitlement_findings f ON f.entitlement_id = e.id
                         WHERE e.elder_id = v.elder_id AND f.kind = 'hospital' AND f.withdrawn_at IS NULL
                           AND l.service_on BETWEEN f.starts_on AND COALESCE(f.ends_on, 'infinity')))
        ON CONFLICT DO NOTHING
        """
    )
)
_CHOOSE_SAMPLE = Prepared(
    text(
        """
        INSERT INTO care_settlement_checks (settlement_id, visit_id, reason, chosen_at)
        SELECT settlement_id, visit_id, 'sample', CAST(:now AS timestamptz)
          FROM (SELECT l.settlement_id, l.visit_id, k.visit_id IS NULL AS is_new,
                       row_number() OVER (PARTITION BY l.street_code
                           ORDER BY k.visit_id IS NULL, l.proof <> 'silence',
                                    md5(CAST(:seed AS text) || l.visit_id::text)) AS place,
                       count(*) OVER (PARTITION BY l.street_code) AS lines
                  FROM care_settlement_lines l
                  LEFT JOIN care_settlement_checks k
                    ON k.settlement_id = l.settlement_id AND k.visit_id = l.visit_id AND k.reason = 'sample'
                 WHERE l.settlement_id = CAST(:settlement_id AS uuid) AND l.reversal_of IS NULL) drawn
         WHERE is_new AND (place - 1) * 1000 < lines * CAST(:per_mille AS integer)
        ON CONFLICT DO NOTHING
        """
    )
)
# The few lines of each visit that is checked, one after the other: right after a month was counted the database does
# not know how many lines it has, and would go through all of them for each check. OFFSET 0 keeps it from that.
_CHECKED = """
          FROM care_settlement_checks k
         CROSS JOIN LATERAL (SELECT settlement_id, street_code FROM care_settlement_lines
                              WHERE visit_id = k.visit_id AND reversal_of IS NULL OFFSET 0) l
         WHERE l.settlement_id = k.settlement_id
"""
_OPEN = Prepared(
    text(
        f"""
        SELECT l.street_code, count(*) AS open {_CHECKED}
           AND k.settlement_id = CAST(:settlement_id AS uuid) AND k.outcome IS NULL
         GROUP BY l.street_code
        """
    )
)
_CHECKS = Prepared(
    text(
        f"""
        SELECT k.settlement_id, l.street_code, count(k.outcome) AS done, count(*) AS chosen {_CHECKED}
           AND k.settlement_id = ANY (CAST(:settlement_ids AS uuid[]))
         GROUP BY k.settlement_id, l.street_code
        """
    )
)
