"""The shapes of visits in JSON."""

from service.elderly_care.visits.schemas.covers import (
    CoverSchema,
    LeftOpenSchema,
    NewAbsenceSchema,
    NotedAbsenceSchema,
    VisitCandidateSchema,
    VisitCandidatesSchema,
)
from service.elderly_care.visits.schemas.parts import DoorSchema, MakerSchema
from service.elderly_care.visits.schemas.schedule import (
    DaysSchema,
    MyStopSchema,
    MyStopsSchema,
    OpenVisitSchema,
    ScheduledAbsenceSchema,
    ScheduledCaregiverSchema,
    ScheduledStopSchema,
    ScheduleQuerySchema,
    ScheduleSchema,
)
from service.elderly_care.visits.schemas.visits import (
    ArrangedVisitsSchema,
    VisitAssignmentsSchema,
    VisitCancellationSchema,
    VisitChangesSchema,
    VisitDaySchema,
    VisitFilterSchema,
    VisitSchema,
    VisitSwapSchema,
    VisitWishSchema,
)

__all__ = [
    "ArrangedVisitsSchema",
    "CoverSchema",
    "DaysSchema",
    "DoorSchema",
    "LeftOpenSchema",
    "MakerSchema",
    "MyStopSchema",
    "MyStopsSchema",
    "NewAbsenceSchema",
    "NotedAbsenceSchema",
    "OpenVisitSchema",
    "ScheduleQuerySchema",
    "ScheduleSchema",
    "ScheduledAbsenceSchema",
    "ScheduledCaregiverSchema",
    "ScheduledStopSchema",
    "VisitAssignmentsSchema",
    "VisitCancellationSchema",
    "VisitCandidateSchema",
    "VisitCandidatesSchema",
    "VisitChangesSchema",
    "VisitDaySchema",
    "VisitFilterSchema",
    "VisitSchema",
    "VisitSwapSchema",
    "VisitWishSchema",
]
