"""Questions about what is deducted for which reason."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from service.elderly_care.settlement.models import DeductionVersion
from service.kit.work import UnitOfWork


def versions_now(work: UnitOfWork) -> Sequence[DeductionVersion]:
    """What is deducted for each reason from now on, in the order of the reasons' codes."""
    by_reason = select(DeductionVersion).ext(distinct_on(DeductionVersion.reason_code))
    newest_first = by_reason.order_by(DeductionVersion.reason_code, DeductionVersion.number.desc())
    return work.session.scalars(newest_first).all()
