"""Telling workers in the morning what waits for them."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.events.notices import actions as notices
from service.home import texts
from service.kit.actor import Function
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.messaging.content_checks import permissions as content_permissions
from service.messaging.content_checks import queries as content_checks
from service.regions import queries as regions


def tell_of_what_waits(work: UnitOfWork) -> None:
    """Tell each worker once how many notices and texts of residents wait for their review; who has none nothing."""
    to_review: Counter[UUID] = Counter()
    for reviewers in notices.reviewers_of_what_waits(work):
        to_review.update(reviewers)
    to_check: Counter[UUID] = Counter()
    waiting = content_checks.waiting_by_place(work)
    for code, path in regions.paths_of(work, waiting).items():
        to_check.update(dict.fromkeys(_nearest_to(work, path), waiting[code]))
    for account_id in sorted(to_review | to_check):
        tell(
            work,
            Recipient(account_id=account_id),
            texts.WAITING,
            notices=to_review[account_id],
            contents=to_check[account_id],
        )


def _nearest_to(work: UnitOfWork, path: Sequence[str]) -> Sequence[UUID]:
    """Who looks at what residents wrote for this place, at the nearest level that has anybody."""
    for role in content_permissions.REVIEWERS:
        found = accounts.account_ids_serving(work, path, role, Function.NOTICES)
        if found:
            return found
    return ()
