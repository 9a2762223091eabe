"""Facts about people that other domains act on."""

from datetime import date, datetime
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
class ResidentPlaceChanged:
    """Where a resident lives in the district is another place or home than was on record.

    They `moved`, or lived there before and it is only now said so: a home was noted or corrected, two records became one.
    What was done for their new home after `noted_at`, however late this is heard of, is done.
    """

    resident_id: UUID
    moved: bool
    noted_at: datetime


@message
class ResidentMovedAway:
    """A resident lives outside the district now; what hangs on living here ends."""

    resident_id: UUID
    moved_out_on: date | None = None


@message
class ResidentDied:
    """A resident has died; nothing further is to be sent or booked, and what is paid for them stops that day."""

    resident_id: UUID
    died_on: date | None = None


@message
class ResidentDepartureUndone:
    """That a resident had died, or moved away, was a mistake; what ended by it is not brought back by itself."""

    resident_id: UUID
    departure_id: UUID
    departed_on: date


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
