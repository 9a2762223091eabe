"""Retention: how long each kind of rows is kept, declared where the rows are, and enforced in one place (PIPL Art. 19, 47).

A nightly job asks for one piece of long work that goes through the kinds batch by batch, each in a transaction of its
own, so that no deletion holds a table for long and a kill loses and repeats nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.errors import DomainError
from service.kit.work import UnitOfWork

log = structlog.get_logger()

RUN = "kit.retention"
BATCH = 1000
# So often a batch is tried that fails; then its kind is left for another night.
TRIES = 3

Forget = Callable[[UnitOfWork, datetime, int], int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of rows, the setting that says for how many days they are kept, and what forgets a batch of older ones."""

    name: str
    setting: str
    forget: Forget


_kept: list[Kept] = []


def kept_for(setting: str) -> Callable[[Forget], Forget]:
    """Declare what forgets rows older than a moment, so many at a time, and answers how many there were.

    A batch that is not full is the last one of the night: the action must find the oldest first, and not again what it
    could not forget.
    """

    def register(forget: Forget) -> Forget:
        name = f"{forget.__module__.removeprefix('service.').removesuffix('.jobs')}.{forget.__name__}"
        _kept.append(Kept(name, setting, forget))
        return forget

    return register


def all_kept() -> list[Kept]:
    """Every kind of rows that is not kept for ever, in the order of the domains."""
    return list(_kept)


class NotForgotten(Exception):
    """What forgets a kind of rows has refused."""


def ask(work: UnitOfWork) -> None:
    """Queue the night's work, unless that of another night still goes on."""
    run = background.ask_once(work, RUN, place=0, forgotten={}, failed=[])
    if run is not None:
        run.of = len(_kept)


@background.in_background(RUN)
def forget_some(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Forget one batch of one kind; the checkpoint counts what was forgotten, by kind, and names the kinds that fail.

    A kind that fails again and again keeps none of those after it from being forgotten.
    """
    place: int = run.checkpoint["place"]
    if place >= len(_kept):
        return True
    kept = _kept[place]
    forgotten, failed = dict(run.checkpoint["forgotten"]), list(run.checkpoint.get("failed", ()))
    if run.failures >= TRIES:
        failed.append(kept.name)
        place += 1
    else:
        count = _forget_batch(work, kept)
        if count:
            forgotten[kept.name] = forgotten.get(kept.name, 0) + count
        place += count < BATCH
    run.checkpoint = {"place": place, "forgotten": forgotten, "failed": failed}
    run.done = place
    is_last = place >= len(_kept)
    if is_last:
        _tell(forgotten, failed)
    return is_last


def _forget_batch(work: UnitOfWork, kept: Kept) -> int:
    oldest = work.now - timedelta(days=getattr(work.house.settings, kept.setting))
    try:
        return kept.forget(work, oldest, BATCH)
    except DomainError as refusal:
        # Long work ends with a refusal: nobody would ask for what comes after it before the next night.
        raise NotForgotten(kept.name) from refusal


def _tell(forgotten: dict[str, int], failed: list[str]) -> None:
    log.info("retention_enforced", **{name.replace(".", "_"): many for name, many in forgotten.items()})
    if failed:
        log.error("retention_failed", kinds=failed)
