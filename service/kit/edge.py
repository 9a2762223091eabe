"""The edge: opens exactly one unit of work for a request, a job, a message or a command, and closes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from service.kit import closing
from service.kit.actor import SYSTEM, Actor
from service.kit.house import House
from service.kit.sending import OUTDATED
from service.kit.work import UnitOfWork

T = TypeVar("T")

_TRIES = 3
_SERIALIZATION_FAILURE, _DEADLOCK = "40001", "40P01"


@contextmanager
def unit_of_work(house: House, actor: Actor = SYSTEM, **request: Any) -> Iterator[UnitOfWork]:
    """A transaction that commits at the end of the block and leaves nothing when the block raises."""
    work: UnitOfWork | None = None
    try:
        with house.sessions() as session:
            work = UnitOfWork(house, session, actor, house.clock.now(), **request)
            yield work
            closing.commit(session)
    except Exception:
        if work is not None:
            _keep_what_refusals_leave(house, work, request)
        raise


def run_in_work(house: House, do: Callable[[UnitOfWork], T], actor: Actor = SYSTEM, **request: Any) -> T:
    """Do it in a unit of work; once more from the start when the database asked for that and kept nothing."""
    for attempt in range(1, _TRIES + 1):
        is_committing = False
        try:
            with unit_of_work(house, actor, **request) as work:
                result = do(work)
                is_committing = True
        except DBAPIError as error:
            if attempt == _TRIES or not _left_nothing(error, before_commit=not is_committing):
                raise
        else:
            return result
    raise AssertionError("unreachable")


def _left_nothing(error: DBAPIError, *, before_commit: bool) -> bool:
    """Whether the transaction surely did nothing, so that trying again can not do it twice."""
    state = getattr(error.orig, "sqlstate", None)
    if state in (_SERIALIZATION_FAILURE, _DEADLOCK) or state in OUTDATED:
        return True
    return before_commit and error.connection_invalidated


def _keep_what_refusals_leave(house: House, refused: UnitOfWork, request: dict[str, Any]) -> None:
    for action in refused.after_refusal:
        with house.sessions.begin() as session:
            action(UnitOfWork(house, session, refused.actor, refused.now, **request))
            closing.write(session)
