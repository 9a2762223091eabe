"""What the district keeps: what a visit that was not served is worth, and which vitals are watched."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.elderly_care import permissions as care
from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.errors import ImpossibleRange, NoSuchCode
from service.elderly_care.proofs.models import NotServedPolicy, VitalRange
from service.kit import locks
from service.kit.pages import Page, cut
from service.kit.work import UnitOfWork


def list_policies(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[NotServedPolicy]:
    """What holds for each reason now; everybody who is logged in may know."""
    rows = queries.policies_now(work)
    return cut(work, rows, key=lambda row: row.reason_code.value, cursor=cursor, limit=limit)


def set_policies(work: UnitOfWork, *, items: Sequence[Mapping[str, Any]]) -> Sequence[NotServedPolicy]:
    """Let something else hold from now on for these reasons, as the district; visits keep what held for them.

    Raises NoSuchCode.
    """
    work.require(care.may_govern(work.actor))
    if not rules.are_told_once([each["reason_code"] for each in items]):
        raise NoSuchCode(field="items")
    locks.hold(work, "care_not_served_policies")
    held = {row.reason_code: row for row in queries.policies_now(work)}
    for told in items:
        work.session.add(
            NotServedPolicy(
                id=work.new_id(),
                number=held[told["reason_code"]].number + 1,
                set_at=work.now,
                set_by=work.actor.account_id,
                **told,
            )
        )
    work.session.flush()
    return queries.policies_now(work)


def list_ranges(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[VitalRange]:
    """Which ranges of vitals are watched; everybody who is logged in may know."""
    return cut(work, queries.ranges_now(work), key=lambda row: row.vital.value, cursor=cursor, limit=limit)


def set_ranges(work: UnitOfWork, *, items: Sequence[Mapping[str, Any]]) -> Sequence[VitalRange]:
    """Watch other ranges from now on, as the district. Raises ImpossibleRange."""
    work.require(care.may_govern(work.actor))
    if not rules.are_told_once([each["vital"] for each in items]):
        raise ImpossibleRange(field="items")
    locks.hold(work, "care_vital_ranges")
    held = {row.vital: row for row in queries.ranges_now(work)}
    for place, told in enumerate(items):
        if told["low"] >= told["high"]:
            raise ImpossibleRange(field=f"items.{place}.low")
        row = held[told["vital"]]
        row.low, row.high, row.set_at, row.set_by = told["low"], told["high"], work.now, work.actor.account_id
    work.session.flush()
    return queries.ranges_now(work)
