"""Facts about notices that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class NoticePublished:
    """A notice stands before those whom it concerns; its addressees are being noted."""

    notice_id: UUID


@message
class NoticeAddressed:
    """Everybody whom a notice addressed at its publishing is noted; the base of its receipts is fixed from now on."""

    notice_id: UUID


@message
class NoticeConfirmed:
    """A resident, or a proxy for them, has confirmed that they know what a notice says."""

    notice_id: UUID
    resident_id: UUID


@message
class NoticeEnded:
    """A notice has expired or was withdrawn; nobody needs to be reached for it any more."""

    notice_id: UUID
    withdrawn: bool
