"""Facts about plans that other rooms act on."""

from datetime import date
from uuid import UUID

from service.kit.messages import message


@message
class PlanAgreed:
    """A plan was agreed to for the first time; its visits are made from its first day on."""

    plan_id: UUID
    version: int


@message
class PlanChanged:
    """From this day on a plan says something else, or no longer goes on: what was made of it is compared anew."""

    plan_id: UUID
    from_day: date


@message
class PlanPlaceChanged:
    """A plan has followed its elder to another place of the district; what is to come of it follows."""

    plan_id: UUID


@message
class PlanPaused:
    """Nobody is visited from this day until a last one, or until further notice."""

    plan_id: UUID
    from_day: date
    until_day: date | None


@message
class PlanResumed:
    """Visits go on from this day."""

    plan_id: UUID
    from_day: date


@message
class PlanEnded:
    """A plan is over; after its last day nothing of it is served."""

    plan_id: UUID
    last_day: date
