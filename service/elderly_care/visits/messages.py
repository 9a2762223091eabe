"""Facts about visits that other rooms act on."""

from uuid import UUID

from service.kit.messages import message


@message
class VisitsMade:
    """Visits were made of a plan, or one of them on another day."""

    visit_ids: list[UUID]


@message
class VisitsCalledOff:
    """Visits that stood will not be made."""

    visit_ids: list[UUID]
    because: str


@message
class CaregiverCalledAway:
    """An absence was noted; what was the caregiver's in that time goes back to who plans."""

    absence_id: UUID
