"""The shapes of activities in JSON."""

from service.events.activities.schemas.activities import (
    ActivityChangesSchema,
    ActivityFilterSchema,
    ActivityReasonSchema,
    ActivityRequestSchema,
    ActivitySchema,
)
from service.events.activities.schemas.people import (
    ActivityAttendanceSchema,
    ActivityCheckInCodeSchema,
    ActivityCheckInSchema,
    ActivityPeopleSchema,
    ActivityWaitFilterSchema,
    ActivityWaitSchema,
    ActivityWaitsSchema,
    SignUpFilterSchema,
    SignUpSchema,
    SignUpsSchema,
)
from service.events.activities.schemas.results import (
    ActivityFeedbackRequestSchema,
    ActivityFeedbackSchema,
    ActivityFiguresFilterSchema,
    ActivityFiguresOfPlaceSchema,
    ActivityFiguresSchema,
)

__all__ = [
    "ActivityAttendanceSchema",
    "ActivityChangesSchema",
    "ActivityCheckInCodeSchema",
    "ActivityCheckInSchema",
    "ActivityFeedbackRequestSchema",
    "ActivityFeedbackSchema",
    "ActivityFiguresFilterSchema",
    "ActivityFiguresOfPlaceSchema",
    "ActivityFiguresSchema",
    "ActivityFilterSchema",
    "ActivityPeopleSchema",
    "ActivityReasonSchema",
    "ActivityRequestSchema",
    "ActivitySchema",
    "ActivityWaitFilterSchema",
    "ActivityWaitSchema",
    "ActivityWaitsSchema",
    "SignUpFilterSchema",
    "SignUpSchema",
    "SignUpsSchema",
]
