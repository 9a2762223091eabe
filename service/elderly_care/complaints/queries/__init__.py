"""Questions about complaints, and about whom an elder may complain of."""

from service.elderly_care.complaints.queries.complaints import (
    ShownComplaint,
    complaint,
    complaints,
    every_complaint_of,
    overdue,
    readable,
    reply_days,
    shown,
    steps_of,
    text_of,
    text_of_step,
    unfinished_complaints,
)
from service.elderly_care.complaints.queries.subjects import (
    account_ids_complained_of,
    last_region_of,
    operator_of_visit,
    operators_of,
)

__all__ = [
    "ShownComplaint",
    "account_ids_complained_of",
    "complaint",
    "complaints",
    "every_complaint_of",
    "last_region_of",
    "operator_of_visit",
    "operators_of",
    "overdue",
    "readable",
    "reply_days",
    "shown",
    "steps_of",
    "text_of",
    "text_of_step",
    "unfinished_complaints",
]
