"""What follows when somebody has registered, or has shown who they are."""

from service.accounts import queries as accounts
from service.accounts.identities.messages import PersonProven
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.messages import ResidentRegistered
from service.residents.people import actions
from service.residents.people.actions import proving


@on(ResidentRegistered)
def tell_workers_of_registration(work: UnitOfWork, told: ResidentRegistered) -> None:
    """The workers of their community verify them, so they are told."""
    actions.tell_of_registration(work, told.resident_id)


@on(PersonProven)
def follow_proof(work: UnitOfWork, told: PersonProven) -> None:
    """Who comes from 浙里办 and is on record finds their record."""
    proving.follow_proof(work, told.account_id)


@on(ResidentRegistered)
def follow_earlier_proof(work: UnitOfWork, told: ResidentRegistered) -> None:
    """Who came from 浙里办 before they registered need not wait for what is proven already."""
    for account_id in accounts.account_ids_of_resident(work, told.resident_id):
        proving.follow_proof(work, account_id)
