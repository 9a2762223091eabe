"""The catalogue over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.catalogue import actions, queries
from service.elderly_care.catalogue.errors import NeedsDays, ServiceOnList
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.schemas import (
    CareServiceChangesSchema,
    CareServiceFilterSchema,
    CareServiceSchema,
    NewCareServiceSchema,
)
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.work import UnitOfWork

catalogue = Blueprint(
    "care_services", url_prefix="/care/services", description="服务目录: which services there are."
)


@catalogue.get()
@catalogue.paged(CareServiceSchema, CareServiceFilterSchema)
def list_care_services(work: UnitOfWork, wanted: dict[str, Any]) -> Page[CareService]:
    """List the services by category (GB/T 43153), mode and aid (六助)."""
    return queries.care_services(work, **wanted)


@catalogue.post()
@catalogue.arguments(NewCareServiceSchema)
@catalogue.response(201, CareServiceSchema)
@catalogue.fails(ServiceOnList, NeedsDays)
def add_care_service(work: UnitOfWork, wanted: dict[str, Any]) -> CareService:
    """Put a service into the catalogue, as staff of the district who have care in hand."""
    return actions.add_service(work, **wanted)


@catalogue.get("/<uuid:service_id>")
@catalogue.response(200, CareServiceSchema)
def get_care_service(work: UnitOfWork, service_id: UUID) -> CareService:
    """Read a service of the catalogue."""
    return work.found(queries.care_service(work, service_id))


@catalogue.patch("/<uuid:service_id>")
@catalogue.arguments(CareServiceChangesSchema)
@catalogue.response(200, CareServiceSchema)
@catalogue.fails(NeedsDays)
def change_care_service(work: UnitOfWork, changes: dict[str, Any], service_id: UUID) -> CareService:
    """Change a service, or withdraw it; its code, category and mode stay."""
    service = work.found(queries.care_service(work, service_id))
    work.expect(service)
    return actions.change_service(work, service, changes)
