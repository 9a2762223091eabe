"""Keeping the catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from service.elderly_care import permissions
from service.elderly_care.catalogue.models import CareAssessmentNeed, CareService
from service.elderly_care.catalogue.rules import check_needs
from service.kit.work import UnitOfWork


def add_service(
    work: UnitOfWork, *, assessment: Sequence[Mapping[str, Any]] = (), **columns: Any
) -> CareService:
    """Put a service into the catalogue. Raises ServiceOnList, NeedsDays."""
    work.require(permissions.may_govern(work.actor))
    service = CareService(created_at=work.now, assessment=_needs(assessment), **columns)
    work.session.add(service)
    work.session.flush()
    return service


def change_service(work: UnitOfWork, service: CareService, changes: Mapping[str, Any]) -> CareService:
    """Change a service, withdraw it or bring it back; its code, category and mode stay. Raises NeedsDays."""
    work.require(permissions.may_govern(work.actor))
    for name, value in changes.items():
        if name == "withdrawn":
            service.withdrawn_at = (service.withdrawn_at or work.now) if value else None
        elif name == "assessment":
            service.assessment.clear()
            work.session.flush()
            service.assessment.extend(_needs(value))
        else:
            setattr(service, name, value)
    # What it asks for stands in rows of its own: without this the service, and so its ETag, would look unchanged.
    flag_modified(service, "name")
    return service


def _needs(wanted: Sequence[Mapping[str, Any]]) -> list[CareAssessmentNeed]:
    check_needs([(each["payer"], each["need"], each.get("within_days")) for each in wanted])
    return [CareAssessmentNeed(**each) for each in wanted]
