"""Facts about rounds that others, or the room itself a moment later, act on."""

from uuid import UUID

from service.kit.messages import message


@message
class RoundLostVisits:
    """Visits of a round were called off; perhaps nobody needs it any more."""

    round_id: UUID


@message
class VisitsOfOneWindow:
    """Visits that were made for the same window: they are made in one round."""

    visit_ids: list[UUID]
