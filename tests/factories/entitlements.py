"""Entitlements in one line."""

from datetime import date, timedelta
from typing import Any

from service.elderly_care.entitlements.models import Entitlement, Objection
from service.elderly_care.entitlements.rules import (
    IN_FORCE,
    OPEN,
    EntitlementStatus,
    ObjectionWay,
    Opinion,
    StopReason,
)
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import care

_MET = (EntitlementStatus.CHECKED, EntitlementStatus.PUBLICISED, *IN_FORCE)


def entitlement(
    work: UnitOfWork,
    elder: Resident,
    of: SubsidyScheme | None = None,
    *,
    status: EntitlementStatus = EntitlementStatus.SUBMITTED,
    published_until: date | None = None,
    **columns: Any,
) -> Entitlement:
    """An application that is due in three days; publicised it is since a week ago until today, granted this year."""
    today = local_date(work.now)
    is_public = status is EntitlementStatus.PUBLICISED or status in IN_FORCE
    is_granted, is_stopped = status in IN_FORCE, status is EntitlementStatus.STOPPED
    until = published_until or (today if is_public else None)
    made = Entitlement(
        id=work.new_id(),
        elder_id=elder.id,
        region_code=elder.region_code,
        scheme_id=(of or care.scheme(work)).id,
        status=status,
        eligibility=EligibilityClass.ORDINARY,
        applied_at=work.now,
        due_on=columns.pop("due_on", today + timedelta(days=3) if status in OPEN else None),
        opinion=columns.pop("opinion", Opinion.MET if status in _MET else None),
        published_from=until - timedelta(days=6) if until else None,
        published_until=until,
        monthly_hours=columns.pop(
            "monthly_hours", 45 if is_granted and "monthly_fen" not in columns else None
        ),
        starts_on=columns.pop("starts_on", today.replace(month=1, day=1) if is_granted else None),
        ends_on=columns.pop("ends_on", today.replace(month=12, day=31) if is_granted else None),
        stopped_from=columns.pop("stopped_from", today if is_stopped else None),
        stop_reason=StopReason.OTHER if is_stopped else None,
        decided_at=work.now if is_granted else None,
        updated_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def objection(work: UnitOfWork, to: Entitlement, text: str = "其子女在外地有房产。") -> Objection:
    """What a neighbour said by telephone against a publication; nobody has settled it."""
    made = Objection(id=work.new_id(), entitlement_id=to.id, way=ObjectionWay.PHONE, made_at=work.now)
    cipher = work.house.cipher
    made.objector_sealed = cipher.encrypt("李大爷", bound_to=f"care_objections.objector:{made.id}")
    made.text_sealed = cipher.encrypt(text, bound_to=f"care_objections.text:{made.id}")
    work.session.add(made)
    work.session.flush()
    return made
