"""Handing in what was written, in the transaction in which it was; writing never waits for a check."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from service.kit.closing import at_the_end
from service.kit.content import Checked, ContentState, Scene
from service.kit.prepared import Prepared, table_of
from service.kit.work import UnitOfWork
from service.messaging.content_checks.checkers import ContentChecker
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.rules import CheckState, ReviewReason

_INSERT = Prepared(insert(table_of(ContentCheck)))


def submit(
    work: UnitOfWork,
    *,
    kind: str,
    subject_id: UUID,
    text: str | None,
    region_code: str,
    scene: Scene = Scene.COMMENT,
    replaces: UUID | None = None,
) -> Checked:
    """Have a text of the actor's looked at before others see it, in place of the one whose check it `replaces`.

    What staff write needs no check, nor does what says nothing.
    """
    if replaces is not None:
        withdraw(work, replaces)
    if not work.actor.is_resident or not (text and text.strip()):
        return Checked()
    made = work.new_id()
    at_the_end(
        work,
        _INSERT,
        id=made,
        kind=kind,
        subject_id=subject_id,
        region_code=region_code,
        author_id=work.actor.account_id,
        scene=scene.value,
        text=text,
        submitted_at=work.now,
        **_first_step(work),
        **_NOTHING_YET,
    )
    return Checked(made, ContentState.CHECKING, work.actor.account_id)


def withdraw(work: UnitOfWork, check_id: UUID) -> None:
    """Have nobody look at a text any more that is gone, or was written anew."""
    gone = update(ContentCheck).where(ContentCheck.id == check_id, ContentCheck.replaced_at.is_(None))
    work.session.execute(gone.values(replaced_at=work.now, version=ContentCheck.version + 1))


_NOTHING_YET: dict[str, Any] = {
    "label": None,
    "trace_ids": [],
    "tries": 0,
    "decided_at": None,
    "decided_by": None,
    "reason": None,
    "replaced_at": None,
    "version": 1,
}


def _first_step(work: UnitOfWork) -> dict[str, Any]:
    """The machine, where there is one: at once, while it knows the author; else a worker."""
    if work.house.providers[ContentChecker] is None:
        state, reason, next_try_at = CheckState.IN_REVIEW, ReviewReason.NO_MACHINE.value, None
    else:
        state, reason, next_try_at = CheckState.WAITING, None, work.now
    return {"state": state.value, "review_reason": reason, "next_try_at": next_try_at}
