"""What a plan is measured by: each visit in the order of time goes to whoever is nearest then, as early as they can."""

from uuid import UUID

from service.elderly_care.planner.rules.boards import Board
from service.elderly_care.planner.rules.days import Day, Task
from service.elderly_care.planner.rules.timetables import Fit


def greedy(day: Day) -> Board:
    """The day as a dispatcher would fill it without looking ahead; wishes and fair shares are not asked for."""
    board = Board(day)
    for task in sorted(day.tasks, key=in_time):
        give_to_nearest(board, task)
    return board


def in_time(task: Task) -> tuple[int, int, UUID]:
    """The order in which visits are given."""
    return task.first, task.last, task.visit_id


def give_to_nearest(board: Board, task: Task) -> None:
    """Let whoever is nearest make a visit, as early as they can; two at once are put where that costs least."""
    if task.is_for_a_round:
        return
    if task.lacking > 1:
        board.place_best(task)
        return
    found = [
        (fit.entry.travel, start, worker.id, fit)
        for worker in board.candidates(task)
        for start, fit in [_earliest(board, task, worker.id)]
        if fit is not None
    ]
    if found:
        _, start, caregiver_id, fit = min(found, key=lambda each: each[:3])
        board.place(task, start, [(caregiver_id, fit)])


def _earliest(board: Board, task: Task, caregiver_id: UUID) -> tuple[int, Fit | None]:
    for start in board.free_starts(task):
        fit = board.fit(task, caregiver_id, start)
        if fit is not None:
            return start, fit
    return task.last, None
