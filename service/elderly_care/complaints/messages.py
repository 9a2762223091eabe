"""Facts about complaints that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class ComplaintMoved:
    """A complaint was made or stands somewhere else now; whom it concerns is told."""

    complaint_id: UUID
    status: str
