"""Submitting, returning and publishing notices, at once or at their time."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.events.notices import permissions, queries, rules
from service.events.notices.actions.addressing import begin
from service.events.notices.actions.ranking import place, rank
from service.events.notices.actions.writing import asks_for_review, keep_text, paths_of
from service.events.notices.messages import NoticePublished
from service.events.notices.models import Notice
from service.events.notices.rules import NoticeStatus
from service.events.notices.texts import PUBLISHED, RETURNED, TO_REVIEW, TOO_LATE
from service.kit.actor import Function
from service.kit.errors import OutOfScope
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork

_AT_ONCE = 200
_MOST_TO_REVIEW = 500


def submit(work: UnitOfWork, notice: Notice) -> Notice:
    """Ask another person to look at a draft. Raises OutOfScope, WrongState."""
    paths = paths_of(work, notice)
    work.require(permissions.may_keep(work.actor, paths), OutOfScope)
    rules.check_move(notice.status, NoticeStatus.IN_REVIEW)
    notice.status = NoticeStatus.IN_REVIEW
    notice.submitted_by, notice.submitted_at, notice.reason = work.actor.account_id, work.now, None
    notice.updated_at = work.now
    for account_id in _reviewers(work, notice, paths):
        tell(work, Recipient(account_id=account_id), TO_REVIEW, subject=notice.id, title=notice.title)
    return notice


def send_back(work: UnitOfWork, notice: Notice, *, reason: str) -> Notice:
    """Make a draft again of what was submitted or is to be published later. Raises OutOfScope, WrongState."""
    work.require(permissions.may_keep(work.actor, paths_of(work, notice)), OutOfScope)
    rules.check_move(notice.status, NoticeStatus.DRAFT)
    notice.status, notice.reason = NoticeStatus.DRAFT, reason
    notice.submitted_by = notice.submitted_at = notice.published_by = None
    notice.updated_at = work.now
    _tell_author(work, notice, RETURNED, reason=reason)
    return notice


def publish(work: UnitOfWork, notice: Notice) -> Notice:
    """Publish a notice now, or where it names a later moment, then.

    Raises OutOfScope, WrongState, NeedsReview, ReviewedByAnother, ImpossibleTimes.
    """
    paths = paths_of(work, notice)
    work.require(permissions.may_keep(work.actor, paths), OutOfScope)
    rules.check_move(notice.status, NoticeStatus.SCHEDULED)
    if asks_for_review(work, notice, paths):
        _check_reviewed(work, notice, paths)
    published_at = max(notice.publish_at or work.now, work.now)
    rules.check_times(published_at, work.now, expires_at=notice.expires_at, pin_until=notice.pin_until)
    notice.published_by, notice.reason, notice.updated_at = work.actor.account_id, None, work.now
    if published_at > work.now:
        notice.status = NoticeStatus.SCHEDULED
    else:
        _publish_now(work, notice)
    return notice


def publish_due(work: UnitOfWork) -> None:
    """Publish what was scheduled and whose time has come; what is over by now is not published any more."""
    while due := queries.due_to_publish(work, _AT_ONCE):
        for notice in due:
            if notice.expires_at is not None and notice.expires_at <= work.now:
                _pass_over(work, notice)
            else:
                _publish_now(work, notice)
        work.session.flush()


def _pass_over(work: UnitOfWork, notice: Notice) -> None:
    notice.status, notice.ended_at = NoticeStatus.EXPIRED, work.now
    notice.published_at = notice.publish_at
    notice.updated_at = work.now
    _tell_author(work, notice, TOO_LATE)


def reviewers_of_what_waits(work: UnitOfWork) -> Iterator[Sequence[UUID]]:
    """Of each notice that waits for review who may look at it; of the longest waiting."""
    for notice in queries.waiting_for_review(work, _MOST_TO_REVIEW):
        yield _reviewers(work, notice, paths_of(work, notice))


def _publish_now(work: UnitOfWork, notice: Notice) -> None:
    notice.status, notice.published_at = NoticeStatus.PUBLISHED, work.now
    notice.updated_at = work.now
    keep_text(work, notice)
    rank(work, notice)
    place(work, [notice])
    begin(work, notice)
    work.announce(NoticePublished(notice_id=notice.id))
    if notice.published_by != notice.written_by:
        _tell_author(work, notice, PUBLISHED)


def _check_reviewed(work: UnitOfWork, notice: Notice, paths: list[tuple[str, ...]]) -> None:
    wrote = {notice.written_by, notice.changed_by, notice.submitted_by}
    rules.check_reviewed(notice.status, by_another=work.actor.account_id not in wrote)
    work.require(permissions.may_review(work.actor, paths), OutOfScope)


def _reviewers(work: UnitOfWork, notice: Notice, paths: list[tuple[str, ...]]) -> list[UUID]:
    """Who may review it, at the nearest level that has anybody else who may."""
    for role in permissions.REVIEWERS_NEAREST_FIRST:
        serving = [set(accounts.account_ids_serving(work, path, role, Function.NOTICES)) for path in paths]
        others = set.intersection(*serving) - {notice.written_by, notice.changed_by, notice.submitted_by}
        if others:
            return sorted(others)
    return []


def _tell_author(work: UnitOfWork, notice: Notice, text: SpokenText, **facts: object) -> None:
    if notice.written_by != work.actor.account_id:
        author = Recipient(account_id=notice.written_by)
        tell(work, author, text, subject=notice.id, title=notice.title, **facts)
