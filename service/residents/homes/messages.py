"""Facts about homes and households that others act on."""

from datetime import date
from uuid import UUID

from service.kit.messages import message


@message
class ResidentMovedIn:
    """A resident lives in a home from this day on."""

    resident_id: UUID
    home_id: UUID
    moved_in_on: date


@message
class ResidentMovedWithin:
    """A resident left for another community of the district, which has yet to note their home."""

    resident_id: UUID
    moved_out_on: date


@message
class HomePlaceCorrected:
    """A home belongs to another place than was noted; those who live in it never moved."""

    resident_ids: list[UUID]


@message
class HouseholderGone:
    """The householder died or left, and others of the household are still there."""

    household_id: UUID
