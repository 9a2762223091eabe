"""Telling a place's workers what waits for them."""

from collections.abc import Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.residents import texts
from service.residents.models import Resident
from service.residents.people import queries
from service.residents.rules import ResidentStatus


def tell_workers(
    work: UnitOfWork, path: Sequence[str], text: SpokenText, *, subject: UUID | str, **facts: object
) -> None:
    """Say this to the community's workers who have people in hand."""
    for account_id in accounts.account_ids_serving(work, path, Role.COMMUNITY_WORKER, Function.PEOPLE):
        tell(work, Recipient(account_id=account_id), text, subject=subject, **facts)


def tell_of_registration(work: UnitOfWork, resident_id: UUID) -> None:
    """Say to the workers of where somebody says they live that they are to be verified, unless that is done."""
    person = work.session.get(Resident, resident_id)
    if person is not None and person.status is ResidentStatus.PENDING:
        tell_workers(work, queries.region_path(work, person), texts.TO_VERIFY, subject=person.id)
