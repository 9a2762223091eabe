"""Telling those whom a plan concerns: the elder and their proxies, the operator's planners, the community's workers."""

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.plans.models import CarePlan
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions
from service.residents import queries as residents


def tell_elder(work: UnitOfWork, row: CarePlan, text: SpokenText, **facts: object) -> None:
    """Tell the elder and their proxies."""
    elder = Recipient(resident_id=row.elder_id, scope=permissions.PROXY_SCOPE)
    tell(work, elder, text, subject=row.id, **facts)


def tell_planners(work: UnitOfWork, row: CarePlan, text: SpokenText, **facts: object) -> None:
    """Tell who plans for the operator; the text names nobody."""
    for account_id in accounts.account_ids_working_for(work, row.organisation_id, permissions.PLANNERS):
        tell(work, Recipient(account_id=account_id), text, subject=row.id, **facts)


def tell_workers(work: UnitOfWork, row: CarePlan, text: SpokenText, **facts: object) -> None:
    """Tell the workers of the elder's community, whom a text names masked."""
    path = regions.path_of(work, row.region_code)
    name = residents.masked_names(work, [row.elder_id]).get(row.elder_id, "")
    for account_id in accounts.account_ids_serving(work, path, Role.COMMUNITY_WORKER, Function.CARE):
        tell(work, Recipient(account_id=account_id), text, subject=row.id, elder=name, **facts)


def operator_of(work: UnitOfWork, row: CarePlan) -> str:
    """What the operator of a plan is called."""
    return organisations.names(work, [row.organisation_id])[row.organisation_id]
