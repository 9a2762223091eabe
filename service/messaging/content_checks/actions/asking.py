"""Asking the machine: no transaction waits for it, and what it does not answer is asked again while that makes sense."""

from datetime import timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update

from service.accounts.identities import queries as identities
from service.kit.content import Scene
from service.kit.edge import run_in_work
from service.kit.house import House
from service.kit.pauses import share
from service.kit.work import UnitOfWork
from service.messaging.content_checks import rules
from service.messaging.content_checks.actions.judging import hand_to_workers, take_verdict
from service.messaging.content_checks.checkers import AuthorNotKnown, CheckerDown, ContentChecker
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.rules import CheckState, ReviewReason, Verdict

# Longer than a machine may take for the longest text.
_LEASE = timedelta(minutes=2)
_AT_ONCE = 10
_WECHAT = "wechat"


class Question(NamedTuple):
    """A text that the machine is to look at, and what it calls the author."""

    check_id: UUID
    text: str
    scene: Scene
    author: str | None
    tries: int


def ask_machine(house: House) -> int:
    """Ask about some texts that wait; how many. Several processes may at once."""
    checker: ContentChecker | None = house.providers[ContentChecker]
    if checker is None:
        return 0
    questions = run_in_work(house, _take)
    for question in questions:
        _ask(house, checker, question)
    return len(questions)


def give_up_on_machine(work: UnitOfWork) -> None:
    """Hand to workers what the machine did not answer for so long that it would not know the author any more."""
    oldest = work.now - timedelta(minutes=work.house.settings.content_check_machine_minutes)
    waiting = ContentCheck.state == CheckState.WAITING, ContentCheck.submitted_at <= oldest
    to_review = {
        "state": CheckState.IN_REVIEW,
        "review_reason": ReviewReason.MACHINE_DOWN,
        "next_try_at": None,
        "version": ContentCheck.version + 1,
    }
    work.session.execute(update(ContentCheck).where(*waiting).values(**to_review))


def _take(work: UnitOfWork) -> list[Question]:
    """Lease some texts to this process, those first that wait longest."""
    due = select(ContentCheck).where(
        ContentCheck.state == CheckState.WAITING,
        ContentCheck.next_try_at <= work.now,
        ContentCheck.replaced_at.is_(None),
    )
    ordered = due.order_by(ContentCheck.next_try_at).limit(_AT_ONCE)
    checks = work.session.scalars(ordered.with_for_update(skip_locked=True)).all()
    authors = identities.subjects_of(work, {each.author_id for each in checks}, [_WECHAT])
    for check in checks:
        check.next_try_at = work.now + _LEASE
        check.tries += 1
    return [
        Question(each.id, each.text, each.scene, authors.get(each.author_id), each.tries) for each in checks
    ]


def _ask(house: House, checker: ContentChecker, question: Question) -> None:
    try:
        if question.author is None:
            raise AuthorNotKnown
        verdict = checker.check(question.text, author=question.author, scene=question.scene)
    except AuthorNotKnown:
        run_in_work(house, partial(_note_not_known, check_id=question.check_id))
    except CheckerDown:
        run_in_work(house, partial(_note_down, question=question))
    else:
        run_in_work(house, partial(_note_verdict, check_id=question.check_id, verdict=verdict))


def _note_verdict(work: UnitOfWork, check_id: UUID, verdict: Verdict) -> None:
    check = _still_waiting(work, check_id)
    if check is not None:
        take_verdict(work, check, verdict)


def _note_not_known(work: UnitOfWork, check_id: UUID) -> None:
    check = _still_waiting(work, check_id)
    if check is not None:
        hand_to_workers(check, ReviewReason.NOT_KNOWN)


def _note_down(work: UnitOfWork, question: Question) -> None:
    check = _still_waiting(work, question.check_id)
    if check is not None:
        pause = rules.pause_before_try(question.tries, share(work.house.randomness))
        check.next_try_at = work.now + pause


def _still_waiting(work: UnitOfWork, check_id: UUID) -> ContentCheck | None:
    """The check, unless somebody has judged it or it was written anew while the machine thought."""
    query = select(ContentCheck).where(ContentCheck.id == check_id, ContentCheck.state == CheckState.WAITING)
    return work.session.scalar(query.where(ContentCheck.replaced_at.is_(None)).with_for_update())
