"""Whose visits a settlement is counted from: put into batches by one statement, so that no batch looks at the whole.

These are the visits of its month; late ones of earlier months that no line pays; lines of approved months about which
something has changed since; and whatever stands in it already. Of what may have changed more is listed than has: it is
counted again, and where the same comes out nothing happens.
"""

from uuid import UUID

from sqlalchemy import func, select, text

from service.elderly_care.settlement.models import Settlement, SettlementBatch
from service.elderly_care.settlement.queries.counting import SERVICE_DAY
from service.kit.clock import at_local
from service.kit.months import last_of, month_after
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


def list_elders(work: UnitOfWork, row: Settlement, batch_visits: int) -> int:
    """Put the elders whose visits are to be counted into batches; how many visits that are."""
    reach = month_after(row.month, -work.house.settings.care_settlement_late_months)
    _LIST(
        work,
        settlement_id=row.id,
        contract_id=row.contract_id,
        first=row.month,
        last=last_of(row.month),
        reach=reach,
        begin=at_local(row.month),
        end=at_local(month_after(row.month)),
        reach_begin=at_local(reach),
        batch_visits=batch_visits,
    )
    visits = select(func.coalesce(func.sum(SettlementBatch.visits), 0))
    return int(work.session.scalar(visits.where(SettlementBatch.settlement_id == row.id)) or 0)


def snapshot_terms(work: UnitOfWork, settlement_id: UUID) -> None:
    """Note by what every scheme pays today."""
    _SNAPSHOT(work, settlement_id=settlement_id)


# A change that was under way while a settlement was counted was not seen by it; nothing takes so long.
_LIST = Prepared(
    text(
        f"""
        WITH in_draft AS (
             SELECT month FROM care_settlements
              WHERE contract_id = CAST(:contract_id AS uuid) AND status = 'draft'
                AND id <> CAST(:settlement_id AS uuid)
        ), standing AS (
             SELECT l.id, l.visit_id, l.service_on, s.facts_at, s.status
               FROM care_settlements s JOIN care_settlement_lines l ON l.settlement_id = s.id
              WHERE s.contract_id = CAST(:contract_id AS uuid) AND s.id <> CAST(:settlement_id AS uuid)
                AND s.month >= CAST(:reach AS date) AND l.service_on >= CAST(:reach AS date)
                AND l.reversal_of IS NULL
                AND NOT EXISTS (SELECT FROM care_settlement_lines r WHERE r.reversal_of = l.id)
        ), changed AS (
             SELECT v.elder_id, l.service_on
               FROM standing l
               JOIN care_visits v ON v.id = l.visit_id
               LEFT JOIN care_proofs p ON p.visit_id = v.id
              WHERE l.status IN ('approved', 'paid') AND l.service_on <= CAST(:last AS date)
                AND (GREATEST(v.updated_at, p.changed_at) > l.facts_at - interval '1 hour'
                  OR EXISTS (SELECT FROM care_anomalies a
                              WHERE a.visit_id = v.id AND a.settled_at > l.facts_at - interval '1 hour')
                  OR EXISTS (SELECT FROM care_complaints c
                              WHERE c.visit_id = v.id AND c.updated_at > l.facts_at - interval '1 hour')
                  OR EXISTS (SELECT FROM care_settlement_checks k
                              WHERE k.visit_id = v.id AND k.checked_at > l.facts_at - interval '1 hour')
                  OR EXISTS (SELECT FROM care_settlement_parts t
                               JOIN care_entitlements e ON e.id = t.entitlement_id
                              WHERE t.line_id = l.id
                                AND (e.updated_at > l.facts_at - interval '1 hour'
                                  OR EXISTS (SELECT FROM care_entitlement_findings f
                                              WHERE f.entitlement_id = e.id
                                                AND GREATEST(f.seen_at, f.withdrawn_at)
                                                    > l.facts_at - interval '1 hour'))))
        ), wanted AS (
             SELECT v.elder_id, {SERVICE_DAY} AS service_on, 1 AS visits
               FROM care_visits v
              WHERE v.contract_id = CAST(:contract_id AS uuid)
                AND v.window_starts_at >= CAST(:begin AS timestamptz)
                AND v.window_starts_at < CAST(:end AS timestamptz)
                AND NOT v.is_private AND v.status IN ('confirmed', 'not_served')
              UNION ALL
             SELECT v.elder_id, {SERVICE_DAY}, 1
               FROM care_visits v
              WHERE v.contract_id = CAST(:contract_id AS uuid)
                AND v.window_starts_at >= CAST(:reach_begin AS timestamptz)
                AND v.window_starts_at < CAST(:begin AS timestamptz)
                AND NOT v.is_private
                AND (v.status = 'confirmed' OR (v.status = 'not_served'
                     AND EXISTS (SELECT FROM care_not_served n
                                   JOIN care_not_served_policies y ON y.id = n.policy_id
                                  WHERE n.visit_id = v.id AND y.paid_per_mille > 0)))
                AND NOT EXISTS (SELECT FROM care_settlement_lines l
                                 WHERE l.visit_id = v.id AND l.reversal_of IS NULL
                                   AND l.settlement_id <> CAST(:settlement_id AS uuid)
                                   AND NOT EXISTS (SELECT FROM care_settlement_lines r
                                                    WHERE r.visit_id = l.visit_id AND r.number = l.number + 1))
                AND NOT EXISTS (SELECT FROM in_draft d
                                 WHERE d.month = CAST(date_trunc('month', {SERVICE_DAY}) AS date))
              UNION ALL
             SELECT elder_id, service_on, 1 FROM changed
              UNION ALL
             SELECT v.elder_id, l.service_on, 0
               FROM care_settlement_lines l JOIN care_visits v ON v.id = l.visit_id
              WHERE l.settlement_id = CAST(:settlement_id AS uuid) AND l.reversal_of IS NULL
        ), elders AS (
             SELECT elder_id, sum(visits) AS visits,
                    CAST(date_trunc('month', LEAST(min(service_on), CAST(:first AS date))) AS date) AS since
               FROM wanted GROUP BY elder_id
        ), spread AS (
             SELECT elder_id, visits, since, since < CAST(:first AS date) AS is_late,
                    div(sum(visits) OVER (PARTITION BY since < CAST(:first AS date) ORDER BY elder_id) - visits,
                        CAST(:batch_visits AS integer)) AS bucket
               FROM elders
        )
        INSERT INTO care_settlement_batches (settlement_id, number, since, elder_ids, visits)
        SELECT CAST(:settlement_id AS uuid), row_number() OVER (ORDER BY is_late, bucket), min(since),
               array_agg(elder_id ORDER BY elder_id), sum(visits)
          FROM spread GROUP BY is_late, bucket
        """  # noqa: S608 - put together of our own words
    )
)
_SNAPSHOT = Prepared(
    text(
        """
        INSERT INTO care_settlement_terms AS held (settlement_id, scheme_id, payer, basis, per_mille,
               monthly_cap_fen, central_share, city_share, district_share, town_share)
        SELECT CAST(:settlement_id AS uuid), id, payer, basis, per_mille, monthly_cap_fen,
               central_share, city_share, district_share, town_share
          FROM care_subsidy_schemes
        ON CONFLICT (settlement_id, scheme_id) DO UPDATE
        SET basis = excluded.basis, per_mille = excluded.per_mille, monthly_cap_fen = excluded.monthly_cap_fen,
            central_share = excluded.central_share, city_share = excluded.city_share,
            district_share = excluded.district_share, town_share = excluded.town_share
        """
    )
)
