"""How a check ends, and what is told of it."""

from uuid import UUID

from service.kit.errors import WrongState
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.messaging.content_checks import queries, rules, texts
from service.messaging.content_checks.messages import ContentBlocked, ContentPassed
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.rules import CheckState, ReviewReason, Verdict

_BEGINNING = 20


def let_pass(work: UnitOfWork, check_id: UUID) -> ContentCheck:
    """Let others see a text, as a worker, also one that the machine has blocked; raises WrongState."""
    check = _for_a_word(work, check_id, rules.MAY_PASS)
    if check.state is CheckState.BLOCKED:
        # Who was told that nobody sees it is told that this is no longer so; a pass is no news else.
        _tell(work, check, texts.PASSED)
    _end(work, check, CheckState.PASSED)
    check.decided_by = work.actor.account_id
    return check


def block(work: UnitOfWork, check_id: UUID, reason: str) -> ContentCheck:
    """Let nobody but its author see a text, as a worker, also one that has passed; raises WrongState."""
    check = _for_a_word(work, check_id, rules.MAY_BLOCK)
    check.reason = reason
    check.decided_by = work.actor.account_id
    _end(work, check, CheckState.BLOCKED)
    _tell(work, check, texts.BLOCKED, reason=reason)
    return check


def take_verdict(work: UnitOfWork, check: ContentCheck, verdict: Verdict) -> None:
    """Go on as the machine says."""
    check.label = verdict.label
    check.trace_ids = list(verdict.trace_ids)
    state = rules.state_after(verdict)
    if state is CheckState.IN_REVIEW:
        hand_to_workers(check, ReviewReason.UNSURE)
        return
    _end(work, check, state)
    if state is CheckState.BLOCKED:
        _tell(work, check, texts.BLOCKED, reason=verdict.label.words)


def hand_to_workers(check: ContentCheck, reason: ReviewReason) -> None:
    """Let people look at a text."""
    check.state = CheckState.IN_REVIEW
    check.review_reason = reason
    check.next_try_at = None


def _for_a_word(work: UnitOfWork, check_id: UUID, possible: frozenset[CheckState]) -> ContentCheck:
    check = queries.check(work, check_id, lock=True)
    if check.state not in possible or check.replaced_at is not None:
        raise WrongState(state=check.state)
    check.reason = None
    return check


def _end(work: UnitOfWork, check: ContentCheck, state: CheckState) -> None:
    check.state = state
    check.next_try_at = None
    check.decided_at = work.now
    told = ContentPassed if state is CheckState.PASSED else ContentBlocked
    work.announce(told(check_id=check.id, kind=check.kind, subject_id=check.subject_id))


def _tell(work: UnitOfWork, check: ContentCheck, text: SpokenText, **facts: object) -> None:
    author = Recipient(account_id=check.author_id)
    tell(work, author, text, subject=check.subject_id, beginning=_beginning(check), **facts)


def _beginning(check: ContentCheck) -> str:
    words = " ".join(check.text.split())
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]}…"
