"""What a settlement is counted from: visits with what became of them, lines that stand, prices, schemes, policies.

Each question is one statement for many elders at once.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.proofs.rules import AnomalyKind
from service.elderly_care.settlement.models import (
    Settlement,
    SettlementBatch,
)
from service.elderly_care.settlement.rules import (
    BREACHES,
    FROZEN,
    DeductionReason,
    LineProof,
    Payable,
    SettlementStatus,
)
from service.elderly_care.subsidies.rules import WHOLE
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import DISTRICT_ZONE, at_local
from service.kit.months import last_of, month_after
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork

_A_DAY = timedelta(days=1)
# Looked up for every visit, which takes a fraction of asking the enum.
_PAYERS = {each.value: each for each in Payer}
_PROOFS = {each.value: each for each in LineProof}


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit that may be paid, with where it lies and what it is paid by."""

    visit_id: UUID
    elder_id: UUID
    region_code: str
    service_id: UUID
    proof_version: int | None
    not_served_id: UUID | None
    payable: Payable | None


@dataclass(frozen=True, slots=True)
class StandingPart:
    """What an entitlement has paid of a line that stands."""

    entitlement_id: UUID
    fen: int
    minutes: int


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line that pays a visit, in the settlement of whatever month."""

    row: Any
    status: SettlementStatus
    parts: tuple[StandingPart, ...]

    @property
    def is_frozen(self) -> bool:
        return self.status in FROZEN


@dataclass(slots=True)
class Chain:
    """The lines of a visit: the one that stands, if any, and the number of the last."""

    last_number: int = 0
    standing: StandingLine | None = None


def next_batch(work: UnitOfWork, settlement_id: UUID) -> SettlementBatch | None:
    """What is to be counted next."""
    query = select(SettlementBatch).where(SettlementBatch.settlement_id == settlement_id)
    return work.session.scalar(query.order_by(SettlementBatch.number).limit(1))


def facts_of(work: UnitOfWork, row: Settlement, elder_ids: Collection[UUID], since: date) -> list[VisitFacts]:
    """The visits of these elders under the contract since a day, up to the month's end, by elder and time.

    What silence has confirmed is paid as long as it is proved.
    """
    found = _FACTS(
        work,
        contract_id=row.contract_id,
        elder_ids=list(elder_ids),
        begin=at_local(since),
        end=at_local(last_of(row.month) + _A_DAY),
    )
    return [_facts(each) for each in found]


def chains_of(
    work: UnitOfWork, row: Settlement, elder_ids: Collection[UUID], since: date
) -> dict[UUID, Chain]:
    """The lines of these elders' visits since a day, by visit."""
    found = _LINES(
        work,
        contract_id=row.contract_id,
        elder_ids=list(elder_ids),
        begin=at_local(since),
        end=at_local(last_of(row.month) + _A_DAY),
    ).fetchall()
    if not found:
        return {}
    parts = _parts_of(work, [each.id for each in found])
    chains: dict[UUID, Chain] = {}
    for each in found:
        stands = StandingLine(each, SettlementStatus(each.status), tuple(parts[each.id]))
        chains[each.visit_id] = Chain(each.number, None if each.reversal_of else stands)
    return chains


def used_of(work: UnitOfWork, elder_ids: Collection[UUID], month: date) -> dict[tuple[UUID, UUID], int]:
    """What each scheme has paid for these elders' services of a month at all operators, in fen, by elder and scheme."""
    found = _USED(
        work,
        elder_ids=list(elder_ids),
        begin=at_local(month),
        end=at_local(month_after(month)),
    )
    return {(each.elder_id, each.scheme_id): each.fen for each in found}


def _parts_of(work: UnitOfWork, line_ids: list[UUID]) -> dict[UUID, list[StandingPart]]:
    parts: dict[UUID, list[StandingPart]] = defaultdict(list)
    for each in _PARTS(work, line_ids=line_ids):
        parts[each.line_id].append(StandingPart(each.entitlement_id, each.fen, each.minutes))
    return parts


def _facts(each: Any) -> VisitFacts:
    return VisitFacts(
        each.visit_id,
        each.elder_id,
        each.region_code,
        each.service_id,
        each.proof_version,
        each.not_served_id,
        _payable(each),
    )


def _payable(each: Any) -> Payable | None:
    """What is paid of a visit by the facts; nothing of one that was not served for a reason that pays nothing."""
    if each.status == VisitStatus.NOT_SERVED.value:
        if not each.paid_per_mille:
            return None
        return Payable(
            day=each.service_on,
            payer=_PAYERS[each.payer],
            minutes=each.minutes,
            proof=LineProof.NOT_SERVED,
            paid_per_mille=each.paid_per_mille,
            reasons=_reasons(each),
        )
    return Payable(
        day=each.service_on,
        payer=_PAYERS[each.payer],
        minutes=each.minutes,
        proof=_PROOFS[each.confirmed_way],
        minutes_served=each.minutes_served,
        paid_per_mille=WHOLE,
        reasons=_reasons(each),
    )


def _reasons(each: Any) -> Sequence[DeductionReason]:
    if not (each.breaches or each.is_complained_of or each.has_failed_check):
        return ()
    found = [BREACHES[AnomalyKind(kind)] for kind in each.breaches or ()]
    if each.is_complained_of:
        found.append(DeductionReason.COMPLAINT)
    if each.has_failed_check:
        found.append(DeductionReason.CHECK_FAILED)
    return found


# A visit belongs to the day on which it is made, which is another one than that of its item where it was put off.
SERVICE_DAY = f"CAST(timezone('{DISTRICT_ZONE.key}', v.window_starts_at) AS date)"
_ELDERS = """
       v.elder_id = ANY (CAST(:elder_ids AS uuid[]))
   AND v.window_starts_at >= CAST(:begin AS timestamptz) AND v.window_starts_at < CAST(:end AS timestamptz)
"""
_FACTS = Prepared(
    text(
        f"""
        SELECT v.id AS visit_id, v.elder_id, v.region_code, v.service_id, v.payer, {SERVICE_DAY} AS service_on, v.minutes,
               v.status,
               p.minutes_served, p.confirmed_way, p.version AS proof_version,
               n.id AS not_served_id, n.paid_per_mille,
               (SELECT array_agg(a.kind) FROM care_anomalies a
                 WHERE a.visit_id = v.id AND a.outcome = 'breach') AS breaches,
               EXISTS (SELECT FROM care_complaints c
                        WHERE c.visit_id = v.id AND c.status = 'closed' AND c.outcome = 'founded')
                   AS is_complained_of,
               EXISTS (SELECT FROM care_settlement_checks k
                        WHERE k.visit_id = v.id AND k.outcome = 'failed') AS has_failed_check
          FROM care_visits v
          LEFT JOIN care_proofs p ON p.visit_id = v.id
          LEFT JOIN LATERAL (
               SELECT s.id, y.paid_per_mille
                 FROM care_not_served s JOIN care_not_served_policies y ON y.id = s.policy_id
                WHERE s.visit_id = v.id
                ORDER BY s.at DESC, s.recorded_at DESC, s.id DESC LIMIT 1) n ON v.status = 'not_served'
         WHERE {_ELDERS}
           AND v.contract_id = CAST(:contract_id AS uuid) AND NOT v.is_private
           AND (v.status = 'not_served' OR (v.status = 'confirmed' AND p.confirmed_way IS NOT NULL
                AND (p.is_proved OR p.confirmed_way <> 'silence')))
         ORDER BY v.elder_id, v.window_starts_at, v.id
        """  # noqa: S608 - put together of our own words
    )
)
_LINES = Prepared(
    text(
        f"""
        SELECT l.*, v.elder_id, s.status
          FROM care_visits v
          JOIN care_settlement_lines l ON l.visit_id = v.id
          JOIN care_settlements s ON s.id = l.settlement_id
         WHERE {_ELDERS} AND v.contract_id = CAST(:contract_id AS uuid)
         ORDER BY l.visit_id, l.number
        """  # noqa: S608 - put together of our own words
    )
)
_USED = Prepared(
    text(
        f"""
        SELECT v.elder_id, e.scheme_id, sum(p.fen)::bigint AS fen
          FROM care_visits v
          JOIN care_settlement_lines l ON l.visit_id = v.id
          JOIN care_settlement_parts p ON p.line_id = l.id
          JOIN care_entitlements e ON e.id = p.entitlement_id
         WHERE {_ELDERS}
         GROUP BY v.elder_id, e.scheme_id
        """  # noqa: S608 - put together of our own words
    )
)
_PARTS = Prepared(
    text(
        """
        SELECT line_id, entitlement_id, fen, minutes FROM care_settlement_parts
         WHERE line_id = ANY (CAST(:line_ids AS uuid[])) ORDER BY line_id, entitlement_id
        """
    )
)
