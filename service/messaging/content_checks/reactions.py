"""What becomes of a text when its check has ended: the table that keeps it learns whether others may see it."""

from service.kit.content import note_outcome
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.messaging.content_checks import queries
from service.messaging.content_checks.messages import ContentBlocked, ContentPassed


@on(ContentPassed)
def show_text(work: UnitOfWork, told: ContentPassed) -> None:
    """Let others see a text that has passed."""
    _note(work, told)


@on(ContentBlocked)
def hide_text(work: UnitOfWork, told: ContentBlocked) -> None:
    """Let nobody but its author see a text that was blocked."""
    _note(work, told)


def _note(work: UnitOfWork, told: ContentPassed | ContentBlocked) -> None:
    """Several words may be spoken of one text, and be told in any order: what holds now is asked."""
    state = queries.state_of(work, told.check_id)
    if state is not None:
        note_outcome(work, told.kind, told.check_id, state)
