"""Facts about rounds that others, or the room itself a moment later, act on."""

from uuid import UUID

from service.kit.messages import message


@message
class VisitsOfOneWindow:
    """Visits that were made for the same window: they are made in one round."""

    visit_ids: list[UUID]
