"""Saying that visits are late: to who calls there, then to the community, then to the street, once each."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from service.elderly_care.welfare_visits import queries
from service.elderly_care.welfare_visits.actions.telling import UPWARDS, nearest
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.texts import OVERDUE
from service.kit.actor import Role
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork

_TOLD_AT = dict(zip(UPWARDS, ("grid_told_at", "community_told_at", "street_told_at"), strict=True))


def tell_overdue(work: UnitOfWork) -> None:
    """Tell everybody whose step has come how many visits are late, in one message."""
    told: Counter[UUID] = Counter()
    known: dict[tuple[str, Role], Sequence[UUID]] = {}
    for row in queries.overdue(work):
        roles = [role for role in UPWARDS if _is_their_turn(work, row, role)]
        for role in roles:
            setattr(row, _TOLD_AT[role], work.now)
            if (row.region_code, role) not in known:
                known[row.region_code, role] = nearest(work, row.region_code, role)
        told.update({each for role in roles for each in known[row.region_code, role]})
    for account_id, count in sorted(told.items()):
        tell(work, Recipient(account_id=account_id), OVERDUE, count=count)


def _is_their_turn(work: UnitOfWork, row: WelfareVisit, role: Role) -> bool:
    settings = work.house.settings
    days = {
        Role.GRID_WORKER: 0,
        Role.COMMUNITY_WORKER: settings.care_welfare_community_days,
        Role.STREET_STAFF: settings.care_welfare_street_days,
    }
    has_come = work.now >= row.due_at + timedelta(days=days[role])
    return has_come and getattr(row, _TOLD_AT[role]) is None
