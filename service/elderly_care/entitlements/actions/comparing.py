"""Comparing what was granted with deaths, moves and stays in hospital: each month, and at once when one is told."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care.entitlements import queries, rules
from service.elderly_care.entitlements.actions.stepping import step
from service.elderly_care.entitlements.messages import FindingSeen
from service.elderly_care.entitlements.models import Entitlement, Finding
from service.elderly_care.entitlements.rules import (
    IN_FORCE,
    EntitlementStatus,
    FindingKind,
    FindingSource,
    Stay,
    StopReason,
)
from service.kit.clock import local_date
from service.kit.months import last_of, month_after
from service.kit.work import UnitOfWork

_AT_ONCE = 200


def compare_month(work: UnitOfWork) -> None:
    """Compare some of what was granted for the month before, from a day of this month on, until all is compared."""
    today = local_date(work.now)
    if today.day < work.house.settings.care_entitlement_compare_day:
        return
    first = month_after(today, -1)
    last = last_of(first)
    rows = queries.to_compare(work, first, last, _AT_ONCE)
    compare(work, rows)
    for row in rows:
        row.compared_until = last


def compare_elder(work: UnitOfWork, elder_id: UUID) -> int:
    """Compare at once what an elder was granted; how much of it was stopped because they have died."""
    return compare(work, [row for row in queries.held_of(work, elder_id) if row.status in IN_FORCE])


def compare(work: UnitOfWork, rows: Sequence[Entitlement]) -> int:
    """Note what speaks against these, which the caller holds; how many were stopped that nobody lives to have."""
    stopped = 0
    stays = queries.stays_of(work, {row.elder_id for row in rows})
    known = queries.findings_of(work, [row.id for row in rows])
    for row in rows:
        mine = [each for each in known if each.entitlement_id == row.id]
        found = rules.against(queries.granted_days(row), [*stays[row.elder_id], *_double(row)])
        _note(work, row, mine, found)
        stopped += _stop_after_death(work, row, found)
    return stopped


def _double(row: Entitlement) -> list[Stay]:
    """Of two records of one person the one that gave way had the scheme on the same days."""
    if not row.is_double:
        return []
    return [Stay(FindingKind.DOUBLE, queries.granted_days(row), FindingSource.MERGE, row.id)]


def _note(work: UnitOfWork, row: Entitlement, known: Sequence[Finding], found: Sequence[Stay]) -> None:
    """Let the findings say what is found now: new ones are told, what no longer holds is withdrawn and stays.

    One that holds for other days than before is a change of the entitlement, which settlements look for.
    """
    by_source = {(each.kind, each.source_id): each for each in known}
    for stay in found:
        finding = by_source.pop((stay.kind, stay.source_id), None)
        if finding is None:
            _add(work, row, stay)
            continue
        holds = (finding.starts_on, finding.ends_on, finding.withdrawn_at)
        if holds != (stay.days.first, stay.days.last, None):
            finding.starts_on, finding.ends_on, finding.withdrawn_at = stay.days.first, stay.days.last, None
            row.updated_at = work.now
    for finding in by_source.values():
        finding.withdrawn_at = finding.withdrawn_at or work.now


def _add(work: UnitOfWork, row: Entitlement, stay: Stay) -> None:
    made = Finding(
        id=work.new_id(),
        entitlement_id=row.id,
        kind=stay.kind,
        starts_on=stay.days.first,
        ends_on=stay.days.last,
        source=stay.source,
        source_id=stay.source_id,
        seen_at=work.now,
    )
    work.session.add(made)
    work.announce(FindingSeen(entitlement_id=row.id, finding_id=made.id))


def _stop_after_death(work: UnitOfWork, row: Entitlement, found: Sequence[Stay]) -> bool:
    stopped_from = rules.stop_of_death(found)
    if stopped_from is None or (row.stopped_from is not None and row.stopped_from <= stopped_from):
        return False
    row.stopped_from, row.stop_reason = stopped_from, StopReason.DEATH
    step(work, row, EntitlementStatus.STOPPED, text=None)
    return True
