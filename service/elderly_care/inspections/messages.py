"""Facts about inspections that are acted on afterwards."""

from uuid import UUID

from service.kit.messages import message


@message
class InspectionMade:
    """Somebody inspected and found something to mend."""

    inspection_id: UUID


@message
class FindingMoved:
    """A finding was mended, verified or returned."""

    finding_id: UUID
    status: str
