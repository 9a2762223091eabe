"""The ladder: who is rung after how many minutes, and when the next step is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.elderly_care.alarms.errors import LadderNeedsSteps
from service.kit.texts import Worded


class Whom(Worded):
    """Whom a step rings."""

    CONTACTS = "contacts", "代办人", "proxies"
    DUTY_DESK = "duty_desk", "值班台", "the duty desk"
    GRID_WORKER = "grid_worker", "网格员", "grid workers"
    COMMUNITY_WORKER = "community_worker", "社区工作者", "community workers"
    STREET = "street", "镇街", "the street"
    DISTRICT = "district", "区级", "the district"


@dataclass(frozen=True, slots=True)
class Step:
    """Who is rung so many minutes after an alarm began to ring."""

    after_minutes: int
    whom: tuple[Whom, ...]


Ladder = Sequence[Step]


def check_ladder(ladder: Ladder) -> None:
    """Raise LadderNeedsSteps unless somebody is rung at once and every step has a minute of its own."""
    minutes = [step.after_minutes for step in ladder]
    if 0 not in minutes or len(set(minutes)) < len(minutes):
        raise LadderNeedsSteps(field="steps")


def steps_after(ladder: Ladder, last: int | None, *, late: bool) -> Ladder:
    """What comes after the step of minute `last`, None before the first.

    A late alarm begins with the community's workers, and stays there once anybody was reached.
    """
    if late:
        return [] if last is not None else _from_workers(ladder)
    return [step for step in ladder if last is None or step.after_minutes > last]


def downwards(ladder: Ladder, last: int | None) -> Ladder:
    """In which order steps ring again that have all rung: the last first, the ones below where it reaches nobody."""
    return [step for step in reversed(ladder) if last is None or step.after_minutes <= last]


def next_ring_at(
    ladder: Ladder, last: int, rings_from: datetime, repeat_at: datetime, *, late: bool
) -> datetime:
    """When an alarm rings next whose step of minute `last` has reached somebody; at the top, again and again."""
    coming = steps_after(ladder, last, late=late)
    return rings_from + timedelta(minutes=coming[0].after_minutes) if coming else repeat_at


def _from_workers(ladder: Ladder) -> Ladder:
    place = next((at for at, step in enumerate(ladder) if Whom.COMMUNITY_WORKER in step.whom), 0)
    return ladder[place:]
