"""When a complaint's answer was due, once for each time that it was put, and whether it came in time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from service.elderly_care.complaints.rules import StepKind


@dataclass(frozen=True, slots=True)
class Answer:
    """That an answer was due on a day, and the day on which it came, if it did."""

    due_on: date
    answered_on: date | None

    @property
    def is_in_time(self) -> bool:
        return self.answered_on is not None and self.answered_on <= self.due_on

    def counts_by(self, today: date) -> bool:
        """Whether it is known by a day how it ended."""
        return self.answered_on is not None or self.due_on < today


def answers(
    made_on: date, steps: Sequence[tuple[StepKind, date]], reply_by: Callable[[date], date]
) -> list[Answer]:
    """The answers that were due: of the complaint itself and of its reopening; one taken back in time asks for none."""
    found: list[Answer] = []
    due_on: date | None = reply_by(made_on)
    for kind, day in steps:
        if kind is StepKind.REOPEN:
            due_on = reply_by(day)
        elif due_on is not None and kind is StepKind.WITHDRAW and day <= due_on:
            due_on = None
        elif due_on is not None and kind is StepKind.REPLY:
            found.append(Answer(due_on, day))
            due_on = None
        elif due_on is not None:
            found.append(Answer(due_on, None))
            due_on = None
    return [*found, Answer(due_on, None)] if due_on is not None else found
