"""What is deducted for which reason, kept by the district."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.elderly_care.settlement import permissions, queries
from service.elderly_care.settlement.errors import ReasonTwice
from service.elderly_care.settlement.models import DeductionVersion
from service.kit import locks
from service.kit.pages import Page, cut
from service.kit.work import UnitOfWork


def list_policies(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[DeductionVersion]:
    """What is deducted for each reason now; everybody who is logged in may know."""
    rows = queries.versions_now(work)
    return cut(work, rows, key=lambda row: row.reason_code.value, cursor=cursor, limit=limit)


def set_policies(work: UnitOfWork, *, items: Sequence[Mapping[str, Any]]) -> Sequence[DeductionVersion]:
    """Let something else hold for visits from today on, as the district. Raises ReasonTwice."""
    work.require(permissions.may_govern(work.actor))
    if len({each["reason_code"] for each in items}) < len(items):
        raise ReasonTwice(field="items")
    locks.hold(work, "care_deduction_policies")
    held = {row.reason_code: row for row in queries.versions_now(work)}
    for told in items:
        number = held[told["reason_code"]].number + 1
        row = DeductionVersion(number=number, set_at=work.now, set_by=work.actor.account_id, **told)
        work.session.add(row)
    work.session.flush()
    return queries.versions_now(work)
