"""What is sent again and again, each channel by a hand of its own, and what the clock ends and forgets."""

from datetime import datetime

from service.kit.background import BackgroundRun, in_background
from service.kit.house import House
from service.kit.jobs import again_and_again, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.sendings.actions import calling_off, tending


@again_and_again
def send_by_wechat(house: House) -> int:
    """Send what is due by WeChat."""
    return actions.send_due(house, Channel.WECHAT)


@again_and_again
def send_by_sms(house: House) -> int:
    """Send what is due by SMS."""
    return actions.send_due(house, Channel.SMS)


@again_and_again
def send_by_voice(house: House) -> int:
    """Make the calls that are due, and ask what became of others."""
    return actions.send_due(house, Channel.VOICE)


@again_and_again
def send_by_email(house: House) -> int:
    """Send what is due by mail."""
    return actions.send_due(house, Channel.EMAIL)


@every(minutes=5)
def give_up_overdue(work: UnitOfWork) -> None:
    """Give up what was not sent in its time: its channel rests, or is there no more."""
    actions.give_up_overdue(work)


@in_background(tending.GIVING_UP, is_given_up=False)
def give_up_the_others(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Go on with it until nothing is overdue."""
    count = tending.give_up_some(work)
    run.done += count
    return count < tending.AT_ONCE


@every(minutes=1)
def take_up_what_lies_ahead(work: UnitOfWork) -> None:
    """Let nothing wait for a time of a clock that was put back since."""
    actions.take_up_what_lies_ahead(work)


@every(minutes=1)
def measure_sendings(work: UnitOfWork) -> None:
    """Tell how long messages wait for their channels, and how many were given up."""
    actions.measure(work)


@in_background(calling_off.KIND, is_given_up=False)
def call_off_subject(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Send nothing more of something that is over to the next who wait to hear of it."""
    return calling_off.call_off_next(work, run)


@kept_for("sending_days")
def forget_old_sendings(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was to be sent long ago."""
    return actions.forget_made_before(work, oldest, limit)
