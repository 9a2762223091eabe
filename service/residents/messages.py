"""Facts about people that other domains act on."""

from uuid import UUID

from service.kit.messages import message


@message
class ResidentRegistered:
    """Somebody has registered, or moved, and waits to be verified; perhaps on somebody else's record."""

    resident_id: UUID


@message
class ResidentVerified:
    """A worker has verified a resident, or registered somebody in person."""

    resident_id: UUID


@message
class ResidentMovedAway:
    """A resident lives elsewhere now; what hangs on living here ends."""

    resident_id: UUID


@message
class ResidentDied:
    """A resident has died; nothing further is to be sent or booked."""

    resident_id: UUID


@message
class ProxyAsked:
    """Somebody wishes to act for an elder; `elder_id` is empty when nobody on record was meant."""

    proxy_id: UUID
    elder_id: UUID | None


@message
class ProxyApproved:
    """Somebody may act for an elder from now on."""

    proxy_id: UUID
    elder_id: UUID
    account_id: UUID


@message
class ProxyRevoked:
    """Somebody may no longer act for an elder."""

    proxy_id: UUID
    elder_id: UUID
    account_id: UUID
