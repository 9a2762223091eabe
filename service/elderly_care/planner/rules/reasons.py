"""Why a visit could not be placed."""

from collections.abc import Callable

from service.elderly_care.planner.rules.boards import Board
from service.elderly_care.planner.rules.days import Task, Worker
from service.kit.grains import GRAIN_MINUTES
from service.kit.texts import Worded


class UnplacedReason(Worded):
    """Why a visit could not be placed, the first that holds."""

    FOR_A_ROUND = "for_a_round", "等待编入集中服务", "it waits for a round"
    TOO_LATE = "too_late", "时间窗已过", "its window is over"
    NO_SKILL = "no_skill", "没有具备技能和有效证书的护理员", "too few have the skills and certificates"
    REFUSED = "refused", "能去的护理员老人不接受", "the elder refuses those who could come"
    NO_SHIFT = "no_shift", "时间窗内无人上班", "too few who could come work in its window"
    ABSENT = "absent", "能去的护理员请假", "those who could come are absent"
    ELDER_BUSY = "elder_busy", "老人这段时间另有上门", "the elder is visited then"
    NO_TIME = "no_time", "能去的护理员没有空档", "those who could come have no time"


def reason(board: Board, task: Task) -> UnplacedReason:
    """Why this visit stands nowhere on the board."""
    if task.is_for_a_round:
        return UnplacedReason.FOR_A_ROUND
    if task.last < task.first:
        return UnplacedReason.TOO_LATE
    left = [worker for worker in board.day.workers if worker.id not in task.held]
    for why, is_still_possible in _sieves(board, task):
        left = [worker for worker in left if is_still_possible(worker)]
        if len(left) < task.lacking:
            return why
    if not any(True for _ in board.free_starts(task)):
        return UnplacedReason.ELDER_BUSY
    return UnplacedReason.NO_TIME


def _sieves(board: Board, task: Task) -> list[tuple[UnplacedReason, Callable[[Worker], bool]]]:
    return [
        (UnplacedReason.NO_SKILL, lambda worker: worker.is_able(task)),
        (UnplacedReason.REFUSED, lambda worker: worker.id not in task.refused),
        (UnplacedReason.NO_SHIFT, lambda worker: _works(task, board.timetables[worker.id].is_on_shift)),
        (UnplacedReason.ABSENT, lambda worker: _works(task, board.timetables[worker.id].works_at)),
    ]


def _works(task: Task, works_at: Callable[[int, int], bool]) -> bool:
    begins = (start * GRAIN_MINUTES for start in task.starts)
    return any(works_at(starts, starts + task.minutes) for starts in begins)
