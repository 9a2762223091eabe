"""The shapes of plans in JSON."""

from service.elderly_care.plans.schemas.asking import (
    CarePlanChangesSchema,
    CarePlanFilterSchema,
    NewCarePlanSchema,
    PlanAgreementSchema,
    PlanAttachmentQuerySchema,
    PlanCodeRequestSchema,
    PlanCodeSchema,
    PlanDeclineSchema,
    PlanEndSchema,
    PlanPauseRequestSchema,
    PlanResumptionSchema,
    PlanRevisionSchema,
)
from service.elderly_care.plans.schemas.showing import CarePlanSchema, ListedCarePlanSchema

__all__ = [
    "CarePlanChangesSchema",
    "CarePlanFilterSchema",
    "CarePlanSchema",
    "ListedCarePlanSchema",
    "NewCarePlanSchema",
    "PlanAgreementSchema",
    "PlanAttachmentQuerySchema",
    "PlanCodeRequestSchema",
    "PlanCodeSchema",
    "PlanDeclineSchema",
    "PlanEndSchema",
    "PlanPauseRequestSchema",
    "PlanResumptionSchema",
    "PlanRevisionSchema",
]
