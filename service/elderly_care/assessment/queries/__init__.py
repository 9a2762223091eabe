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
    elder_ids_of_level,
    every_assessment_of,
    last_assessed_on,
    latest_signed,
    levels_on,
    listed,
)

__all__ = [
    "AssessmentFacts",
    "ShownAssessment",
    "answers",
    "assessment",
    "assessments",
    "elder_ids_of_level",
    "every_appeal_by",
    "every_assessment_of",
    "last_appeal",
    "last_assessed_on",
    "latest_signed",
    "levels_on",
    "listed",
    "open_appeal",
    "shown_appeal",
]
