"""What the elders' entitlements still give in the months of which lines are counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.entitlements.queries import GrantedInMonth
from service.elderly_care.entitlements.rules import Unit
from service.elderly_care.settlement import queries
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.queries import SchemeTerms
from service.elderly_care.settlement.rules import MonthPurse, SchemeMonth
from service.elderly_care.vouchers import queries as vouchers
from service.elderly_care.vouchers.queries import OpenVoucher
from service.kit.work import UnitOfWork

Purses = Mapping[tuple[UUID, date], list[MonthPurse]]


@dataclass(frozen=True, slots=True)
class Grants:
    """What was granted to elders in months, for asking whether a day is still paid."""

    by_key: Mapping[tuple[UUID, date], GrantedInMonth]

    def pays_on(self, entitlement_id: UUID, month: date, day: date) -> bool:
        """Whether what an entitlement has paid for this day is still granted."""
        found = self.by_key.get((entitlement_id, month))
        if found is None or found.first_day is None or found.last_day is None:
            return False
        return found.first_day <= day <= found.last_day and not any(
            first <= day <= last for first, last in barred(found)
        )


def grants_of(work: UnitOfWork, elders_by_month: Mapping[date, Collection[UUID]]) -> Grants:
    """What was granted to these elders, month by month."""
    return Grants(
        {
            (each.entitlement_id, month): each
            for month, elder_ids in elders_by_month.items()
            for each in entitlements.granted_in(work, elder_ids, month)
        }
    )


def purses_of(
    work: UnitOfWork, row: Settlement, elders_by_month: Mapping[date, Collection[UUID]], grants: Grants
) -> Purses:
    """What these elders' vouchers still have, by elder and month, in the order in which they are drawn."""
    purses: dict[tuple[UUID, date], list[MonthPurse]] = defaultdict(list)
    for month, elder_ids in sorted(elders_by_month.items()):
        opened = vouchers.open_in(work, elder_ids, month)
        terms = queries.terms_for(work, row, month) if opened else {}
        capped = _capped(opened, terms, grants, month)
        used = queries.used_of(work, capped, month) if capped else {}
        schemes: dict[tuple[UUID, UUID], SchemeMonth] = {}
        for each in sorted(opened, key=lambda one: (one.elder_id, one.scheme_id, one.entitlement_id)):
            if each.scheme_id not in terms:
                continue
            key = (each.elder_id, each.scheme_id)
            scheme = schemes.setdefault(key, _scheme_month(terms[each.scheme_id], used.get(key, 0)))
            held = grants.by_key.get((each.entitlement_id, month))
            purses[(each.elder_id, month)].append(_purse(each, scheme, held))
    return purses


def barred(found: GrantedInMonth) -> list[tuple[date, date]]:
    """The days for which nothing is paid, whatever was granted."""
    return [(each.first_day, each.last_day) for each in found.findings if each.is_recovered]


def _capped(
    opened: Iterable[OpenVoucher], terms: Mapping[UUID, SchemeTerms], grants: Grants, month: date
) -> set[UUID]:
    """Whose vouchers may give more than their scheme's cap: minutes, and fen that were granted before it was lowered."""
    found = set()
    for each in opened:
        cap = terms[each.scheme_id].terms.monthly_cap_fen if each.scheme_id in terms else None
        if cap is None:
            continue
        held = grants.by_key.get((each.entitlement_id, month))
        if each.unit is Unit.HOURS or held is None or held.amount > cap:
            found.add(each.elder_id)
    return found


def _scheme_month(found: SchemeTerms, used_fen: int) -> SchemeMonth:
    cap = found.terms.monthly_cap_fen
    return SchemeMonth(found.terms, found.shares, None if cap is None else cap - used_fen)


def _purse(each: OpenVoucher, scheme: SchemeMonth, held: GrantedInMonth | None) -> MonthPurse:
    return MonthPurse(
        each.entitlement_id,
        scheme,
        each.unit is Unit.HOURS,
        each.left,
        each.first_day,
        each.last_day,
        barred(held) if held else (),
    )
