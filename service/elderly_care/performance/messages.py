"""Facts about performance that are acted on afterwards."""

from uuid import UUID

from service.kit.messages import message


@message
class PeriodClosed:
    """A month or a year of a contract was closed or corrected."""

    score_id: UUID


@message
class AppealMoved:
    """An operator has appealed, or the district has decided."""

    appeal_id: UUID
    status: str
