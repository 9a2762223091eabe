"""What notices do by the clock, to the minute; and noting addressees and telling readers in the background."""

from calendar import FRIDAY
from datetime import datetime

from service.events.notices import actions
from service.events.notices.actions import addressing, digesting, ending
from service.kit.background import BackgroundRun, in_background
from service.kit.jobs import every, weekly_at
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@every(minutes=1)
def publish_scheduled(work: UnitOfWork) -> None:
    """Publish what was scheduled for this minute or before."""
    actions.publish_due(work)


@every(minutes=1)
def expire(work: UnitOfWork) -> None:
    """Note which notices are over, and which stand above others no longer."""
    actions.expire_due(work)
    actions.step_down_due(work)


@weekly_at(FRIDAY, "17:30")
def tell_of_unread(work: UnitOfWork) -> None:
    """Begin to tell people of the week's notices that they have not read."""
    actions.begin_digest(work)


@in_background(digesting.KIND, is_given_up=False)
def tell_next_of_unread(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Tell the next stretch of people how many notices they have not read."""
    return actions.digest_step(work, run)


@in_background(addressing.KIND, is_given_up=False)
def note_addressees(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note the next stretch of whom a published notice addresses."""
    return actions.address_step(work, run)


@in_background(addressing.LEADING, is_given_up=False)
def note_leading(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note for the next addressees of a published notice that it was pinned."""
    return actions.lead_step(work, run)


@in_background(ending.KIND, is_given_up=False)
def tell_readers(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Tell the next of who has read a notice that was withdrawn."""
    return actions.tell_readers(work, run)


@kept_for("notice_people_days")
def forget_people(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop whom old notices addressed and who read them; how many they were stays."""
    return actions.forget_people_before(work, oldest, limit)
