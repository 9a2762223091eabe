"""What activities tell others: each message names the row that says the rest."""

from datetime import datetime
from uuid import UUID

from service.kit.messages import message


@message
class ActivityPublished:
    """An activity can be seen from now on, and signed up for in its time."""

    activity_id: UUID


@message
class ActivitySubmitted:
    """A social organisation asks the community's workers to publish its activity."""

    activity_id: UUID


@message
class ActivityReturned:
    """A worker gave an organisation's activity back, to be changed or dropped."""

    activity_id: UUID


@message
class ActivityChanged:
    """A published activity is at another time or place; `version` tells one change from the next."""

    activity_id: UUID
    version: int


@message
class ActivityCancelled:
    """A published activity does not take place."""

    activity_id: UUID


@message
class PlacesFreed:
    """There may be places for who waits; one offer is made, then this is told again."""

    activity_id: UUID


@message
class SignedUp:
    """Somebody has a place in an activity."""

    sign_up_id: UUID


@message
class SignUpCancelled:
    """Somebody gave their place back, or a worker took it; `by_organiser` says which."""

    sign_up_id: UUID
    by_organiser: bool


@message
class Attended:
    """Somebody was at an activity that is over.

    `minutes` are those of voluntary work that they are to be credited with; 0 where it was none. What was told once can
    only be withdrawn (`AttendanceWithdrawn`, same `sign_up_id`), after which it may be told anew, with other minutes.
    `times` counts that, from 1. `attended_at` to `ended_at` is when the activity was.
    """

    activity_id: UUID
    sign_up_id: UUID
    resident_id: UUID
    minutes: int
    attended_at: datetime
    times: int
    ended_at: datetime | None = None


@message
class AttendanceWithdrawn:
    """What `Attended` told (of the same `sign_up_id` and `times`) was wrong."""

    activity_id: UUID
    sign_up_id: UUID
    resident_id: UUID
    times: int
