"""What other domains are told of consents."""

from uuid import UUID

from service.kit.messages import message


@message
class ConsentWithdrawn:
    """A resident has withdrawn a consent; what rested on it must stop."""

    consent_id: UUID
    resident_id: UUID
    purpose: str
    organisation_id: UUID | None
