"""Facts about entitlements that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class EntitlementMoved:
    """An application was made or stands somewhere else now, or what was granted was stopped; whom it concerns is told."""

    entitlement_id: UUID
    status: str


@message
class ObjectionRecorded:
    """Somebody objects to what is publicised; nothing is granted before that is settled."""

    entitlement_id: UUID


@message
class FindingSeen:
    """Something speaks against days that were granted; what is claimed for them is looked at, or paid back."""

    entitlement_id: UUID
    finding_id: UUID
