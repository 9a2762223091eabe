"""Facts about households that others act on; of where somebody lives tells ResidentPlaceChanged of residents."""

from uuid import UUID

from service.kit.messages import message


@message
class HouseholderGone:
    """The householder died or left, and others of the household are still there."""

    household_id: UUID
