"""What came of activities, over HTTP: feedback and figures."""

from typing import Any
from uuid import UUID

from service.events.activities import actions, errors
from service.events.activities.models import ActivityFeedback
from service.events.activities.queries.figures import Figures, FiguresOfPlace
from service.events.activities.routes.activities import activities
from service.events.activities.schemas import (
    ActivityFeedbackRequestSchema,
    ActivityFeedbackSchema,
    ActivityFiguresFilterSchema,
    ActivityFiguresOfPlaceSchema,
    ActivityFiguresSchema,
)
from service.kit.errors import NotFound, OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork


@activities.post("/<uuid:activity_id>/feedback")
@activities.arguments(ActivityFeedbackRequestSchema)
@activities.response(201, ActivityFeedbackSchema)
@activities.fails(
    *(NotFound, errors.NotAttended, errors.FeedbackGiven, errors.FeedbackTooEarly, errors.FeedbackOver)
)
def give_activity_feedback(work: UnitOfWork, told: dict[str, Any], activity_id: UUID) -> ActivityFeedback:
    """Say how it was, once and within a month, as who was there."""
    return actions.give_feedback(work, activity_id, **told)


@activities.get("/<uuid:activity_id>/feedback")
@activities.paged(ActivityFeedbackSchema)
@activities.fails(NotFound, OutOfScope)
def list_activity_feedback(
    work: UnitOfWork, wanted: dict[str, Any], activity_id: UUID
) -> Page[ActivityFeedback]:
    """List what was said of an activity, as a worker of its place; not who said it."""
    return actions.read_feedback(work, activity_id, **wanted)


@activities.get("/<uuid:activity_id>/figures")
@activities.response(200, ActivityFiguresSchema)
@activities.fails(NotFound, OutOfScope)
def get_activity_figures(work: UnitOfWork, activity_id: UUID) -> Figures:
    """Read how many came to an activity, as its organiser."""
    return actions.read_figures(work, activity_id)


@activities.get("/figures")
@activities.arguments(ActivityFiguresFilterSchema, location="query")
@activities.response(200, ActivityFiguresOfPlaceSchema)
@activities.fails(NotFound)
def get_activity_figures_of_place(work: UnitOfWork, wanted: dict[str, Any]) -> FiguresOfPlace:
    """Read how many came to what a place offered in some days; few people are told to nobody else's workers."""
    return actions.read_figures_of_place(work, **wanted)
