"""Quiet hours: what is not urgent does not ring in them, neither when it is planned nor when it is tried at last."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import update

from service.kit.work import UnitOfWork
from service.messaging.models import InboxPreferences
from service.messaging.rules import KEEPS_QUIET, Channel, after_quiet_hours
from service.messaging.sendings.models import Sending


def rings_from(
    work: UnitOfWork, channel: Channel, kept: InboxPreferences | None, *, urgent: bool
) -> datetime:
    """From when on it may go: now, or the end of the person's quiet hours, or else the district's."""
    if urgent or channel not in KEEPS_QUIET:
        return work.now
    settings = work.house.settings
    own = (kept.quiet_from, kept.quiet_until) if kept else (None, None)
    quiet_from = time.fromisoformat(own[0] or settings.quiet_from)
    quiet_until = time.fromisoformat(own[1] or settings.quiet_until)
    return after_quiet_hours(work.now, quiet_from, quiet_until)


def put_off(work: UnitOfWork, sending_id: UUID, until: datetime) -> None:
    """Try it in the morning; the night counts neither as a try nor towards its being given up."""
    later = {
        "next_try_at": until,
        "tries": Sending.tries - 1,
        "give_up_at": Sending.give_up_at + (until - work.now),
    }
    work.session.execute(
        update(Sending).where(Sending.id == sending_id).values(**later),
        execution_options={"synchronize_session": False},
    )
