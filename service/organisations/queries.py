"""Questions about organisations. Everybody who is logged in may ask them."""

from uuid import UUID

from service.kit.work import UnitOfWork
from service.organisations.models import Organisation


def organisation(work: UnitOfWork, organisation_id: UUID) -> Organisation | None:
    """The organisation with this id."""
    return work.session.get(Organisation, organisation_id)
