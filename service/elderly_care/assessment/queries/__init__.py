"""Questions about assessments and appeals."""

from service.elderly_care.assessment.queries.appeals import (
    every_appeal_by,
    last_appeal,
    open_appeal,
    shown_appeal,
)
from service.elderly_care.assessment.queries.assessments import (
    AssessmentFacts,
    ShownAssessment,
    answers,
    assessment,
    assessments,
    every_assessment_of,
    last_assessed_on,
    latest_signed,
    listed,
)

__all__ = [
    "AssessmentFacts",
    "ShownAssessment",
    "answers",
    "assessment",
    "assessments",
    "every_appeal_by",
    "every_assessment_of",
    "last_appeal",
    "last_assessed_on",
    "latest_signed",
    "listed",
    "open_appeal",
    "shown_appeal",
]
