"""Questions about requests, and about the queue they stand in."""

from service.elderly_care.requests.queries.places import Choice, QueuePlace, choices, place_in_queue
from service.elderly_care.requests.queries.requests import (
    WAITING,
    RequestFacts,
    ShownRequest,
    details,
    details_of,
    every_request_of,
    missing_assessments,
    names_for,
    open_requests_of,
    overdue,
    readable,
    request,
    request_facts,
    requests,
    shown,
    standing_requests,
)

__all__ = [
    "WAITING",
    "Choice",
    "QueuePlace",
    "RequestFacts",
    "ShownRequest",
    "choices",
    "details",
    "details_of",
    "every_request_of",
    "missing_assessments",
    "names_for",
    "open_requests_of",
    "overdue",
    "place_in_queue",
    "readable",
    "request",
    "request_facts",
    "requests",
    "shown",
    "standing_requests",
]
