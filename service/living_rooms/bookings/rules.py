"""The rules of booking: states and who moves them, purposes, quotas and penalties."""

from enum import StrEnum


class Purpose(StrEnum):
    """What a living room is booked for."""

    DELIBERATION = "deliberation"
    MEDIATION = "mediation"
    VOLUNTEERING = "volunteering"
    RECREATION = "recreation"
    PARENT_CHILD = "parent_child"
    LECTURE = "lecture"
    ELDERLY_ACTIVITY = "elderly_activity"
    CONVENIENCE_SERVICE = "convenience_service"
    PARTY_BUILDING = "party_building"
    MEETING = "meeting"
    OTHER = "other"


class BookingStatus(StrEnum):
    """Where a booking stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    EXPIRED = "expired"


class AppealState(StrEnum):
    """Where an appeal against a no-show stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
