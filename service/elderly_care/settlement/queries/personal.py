"""What was settled for one elder, in all settlements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.settlement.models import Settlement, SettlementCheck, SettlementLine
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line of an elder's visit, with the note of its check."""

    line: Any
    service_name: str
    check_note: str | None


def every_line_of(work: UnitOfWork, elder_id: UUID) -> Iterator[SettledLine]:
    """All lines of an elder's visits, the oldest first."""
    query = (
        select(
            *SettlementLine.__table__.columns,
            Settlement.month,
            Settlement.status,
            CareService.name.label("service_name"),
            SettlementCheck.note_sealed,
        )
        .join(Settlement, Settlement.id == SettlementLine.settlement_id)
        .join(Visit, Visit.id == SettlementLine.visit_id)
        .join(CareService, CareService.id == Visit.service_id)
        .outerjoin(
            SettlementCheck,
            and_(
                SettlementCheck.settlement_id == SettlementLine.settlement_id,
                SettlementCheck.visit_id == SettlementLine.visit_id,
            ),
        )
        .where(Visit.elder_id == elder_id)
        .order_by(SettlementLine.id)
    )
    for each in work.session.execute(query):
        place = f"care_settlement_checks.note:{each.settlement_id}:{each.visit_id}"
        sealed = each.note_sealed
        note = None if sealed is None else work.house.cipher.decrypt(sealed, bound_to=place)
        yield SettledLine(each, each.service_name, note)
