"""What the register and the plans say against granted days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.elderly_care.entitlements.rules.days import A_DAY, Days
from service.elderly_care.entitlements.rules.words import FindingKind, FindingSource


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of a life that speak against an entitlement, with the row that says so."""

    kind: FindingKind
    days: Days
    source: FindingSource
    source_id: UUID


def stays_in_hospital(pauses: Iterable[tuple[UUID, Days]]) -> list[Stay]:
    """Stays from the pauses of several plans: those that touch are one, known by its first pause."""
    found: list[tuple[UUID, Days]] = []
    for pause_id, days in sorted(pauses, key=lambda each: (each[1].first, each[0])):
        if found and _touch(found[-1][1], days):
            source_id, before = found.pop()
            lasts = (before.last, days.last)
            last = None if None in lasts else max(each for each in lasts if each is not None)
            found.append((source_id, Days(before.first, last)))
        else:
            found.append((pause_id, days))
    return [Stay(FindingKind.HOSPITAL, days, FindingSource.PLAN, source_id) for source_id, days in found]


def against(granted: Days, stays: Iterable[Stay]) -> list[Stay]:
    """What speaks against the days of a grant; only a stay in hospital may go on until further notice."""
    found = []
    for each in stays:
        common = each.days.within(granted)
        if common is None:
            continue
        goes_on = each.kind is FindingKind.HOSPITAL and each.days.last is None
        days = Days(common.first, None) if goes_on else common
        found.append(Stay(each.kind, days, each.source, each.source_id))
    return found


def stop_of_death(found: Sequence[Stay]) -> date | None:
    """From which day nothing is paid because the elder has died."""
    return min((each.days.first for each in found if each.kind is FindingKind.DEATH), default=None)


def _touch(before: Days, after: Days) -> bool:
    return before.last is None or after.first <= before.last + A_DAY
