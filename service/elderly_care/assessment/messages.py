"""Facts about assessments that other rooms act on."""

from uuid import UUID

from service.kit.messages import message


@message
class AssessmentSigned:
    """How able an elder is has been found by two assessors, or by another body."""

    assessment_id: UUID
    elder_id: UUID
    request_id: UUID | None
    level: int
