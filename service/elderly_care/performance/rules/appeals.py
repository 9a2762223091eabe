"""What may become of an appeal."""

from collections.abc import Collection, Mapping
from uuid import UUID

from service.elderly_care.performance.errors import NothingLeftOut, NotLinesOfFact
from service.elderly_care.performance.rules.words import AppealStatus
from service.kit.errors import WrongState

# From where an appeal may come to where; what is not here can not be done.
MOVES: Mapping[AppealStatus, frozenset[AppealStatus]] = {
    AppealStatus.UPHELD: frozenset({AppealStatus.OPEN}),
    AppealStatus.DISMISSED: frozenset({AppealStatus.OPEN}),
}


def check_move(status: AppealStatus, to: AppealStatus) -> None:
    """Raise WrongState unless an appeal may move so."""
    if to not in MOVES or status not in MOVES[to]:
        raise WrongState(state=status)


def left_out(to: AppealStatus, named: Collection[UUID], told: Collection[UUID] | None) -> set[UUID]:
    """Which of the lines named in an appeal are left out: all that are upheld unless some are told.

    Raises NotLinesOfFact, NothingLeftOut.
    """
    wanted = set(told) if told is not None else set(named) if to is AppealStatus.UPHELD else set()
    if not wanted <= set(named):
        raise NotLinesOfFact(field="left_out")
    if bool(wanted) != (to is AppealStatus.UPHELD):
        raise NothingLeftOut(field="left_out")
    return wanted
