"""By what lines are counted: prices of the contract, terms of schemes, policies of deductions, and where streets lie."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.queries import PriceFacts
from service.elderly_care.settlement.models import DeductionVersion, Settlement, SettlementTerms
from service.elderly_care.settlement.rules import DeductionPolicy, Policies, SettlementStatus
from service.elderly_care.subsidies.rules import Basis, Terms
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import queries as regions

_STREET = "street"


@dataclass(frozen=True, slots=True)
class SchemeTerms:
    """By what a scheme pays, and who bears that."""

    terms: Terms
    shares: tuple[int, int, int, int]


@dataclass(slots=True)
class PriceBook:
    """The prices of a contract, by service and day."""

    by_service: Mapping[UUID, Sequence[PriceFacts]] = field(default_factory=dict)

    def on(self, service_id: UUID, day: date) -> PriceFacts | None:
        """The version that held on a day; None where there was none yet."""
        held = [each for each in self.by_service.get(service_id, ()) if each.valid_from <= day]
        return held[-1] if held else None


def prices_of(work: UnitOfWork, contract_id: UUID) -> PriceBook:
    """All price versions of a contract."""
    by_service: dict[UUID, list[PriceFacts]] = defaultdict(list)
    for each in providers.prices(work, contract_id):
        by_service[each.service_id].append(each)
    return PriceBook(by_service)


def deduction_policies(work: UnitOfWork) -> Policies:
    """All versions of what is deducted for which reason."""
    rows = work.session.scalars(select(DeductionVersion))
    return Policies(
        [
            DeductionPolicy(
                each.reason_code, each.number, each.per_mille, each.free_minutes, local_date(each.set_at)
            )
            for each in rows
        ]
    )


def terms_for(work: UnitOfWork, row: Settlement, month: date) -> dict[UUID, SchemeTerms]:
    """By what schemes pay for services of a month: as it was when that month was settled, else as this one found it."""
    its = select(Settlement.id).where(
        Settlement.contract_id == row.contract_id,
        Settlement.month == month,
        Settlement.status != SettlementStatus.DRAFT,
    )
    settled = work.session.scalar(its) or row.id
    found: dict[UUID, SchemeTerms] = {}
    for settlement_id in (row.id, settled):
        held = select(SettlementTerms).where(SettlementTerms.settlement_id == settlement_id)
        found |= {each.scheme_id: _scheme_terms(each) for each in work.session.scalars(held)}
    return found


def months_in_draft(work: UnitOfWork, row: Settlement) -> set[date]:
    """The other months of the contract that are still in draft, whose visits are theirs."""
    query = select(Settlement.month).where(
        Settlement.contract_id == row.contract_id,
        Settlement.status == SettlementStatus.DRAFT,
        Settlement.id != row.id,
    )
    return set(work.session.scalars(query))


def streets_of(work: UnitOfWork, region_codes: Collection[str]) -> dict[str, str]:
    """The street in which each place lies; a place above all streets stands for itself."""
    ways = regions.steps_down_to(work, region_codes)
    found = {code: code for code in region_codes}
    for code, steps in ways.items():
        for step in steps:
            if step.level == _STREET:
                found[code] = step.code
    return found


def _scheme_terms(each: SettlementTerms) -> SchemeTerms:
    terms = Terms(Payer(each.payer), Basis(each.basis), each.per_mille, each.monthly_cap_fen)
    return SchemeTerms(terms, (each.central_share, each.city_share, each.district_share, each.town_share))
