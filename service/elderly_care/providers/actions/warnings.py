"""Warning of contracts that end."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.providers import queries, rules
from service.elderly_care.providers.messages import ContractEnding
from service.elderly_care.providers.models import Contract, ContractWarning, Facility
from service.elderly_care.providers.texts import CONTRACT_ENDS
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.prepared import table_of
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions


def warn_of_ends(work: UnitOfWork) -> None:
    """Tell operators and the district 180, 90 and 30 days before a contract's last day, each once.

    At the last of them the rooms that hand elders over are told too, so that nobody is without care on the day after.
    """
    today = local_date(work.now)
    for contract in queries.ending_before(work, today + timedelta(days=max(rules.WARNINGS) + 1)):
        days = rules.warning_due(today, contract.ends_on)
        if days is None or not _is_first(work, contract, days):
            continue
        _tell(work, contract)
        if days == min(rules.WARNINGS):
            work.announce(
                ContractEnding(
                    contract_id=contract.id, ends_on=contract.ends_on, successor_id=contract.successor_id
                )
            )


def _is_first(work: UnitOfWork, contract: Contract, days: int) -> bool:
    row = insert(table_of(ContractWarning)).values(
        contract_id=contract.id, ends_on=contract.ends_on, days=days, told_at=work.now
    )
    told = work.session.execute(row.on_conflict_do_nothing().returning(ContractWarning.days))
    return told.first() is not None


def _tell(work: UnitOfWork, contract: Contract) -> None:
    facility = work.session.get_one(Facility, contract.facility_id)
    operator = organisations.organisation(work, contract.organisation_id)
    for account_id in sorted(_whom(work, contract, facility)):
        tell(
            work,
            Recipient(account_id=account_id),
            CONTRACT_ENDS,
            subject=contract.id,
            operator=operator.name if operator else "",
            facility=facility.name,
            ends_on=contract.ends_on,
            days=(contract.ends_on - local_date(work.now)).days,
        )


def _whom(work: UnitOfWork, contract: Contract, facility: Facility) -> set[UUID]:
    path = regions.path_of(work, facility.region_code)
    district = accounts.account_ids_serving(work, path, Role.DISTRICT_STAFF, Function.CARE)
    managers = accounts.account_ids_working_for(work, contract.organisation_id, permissions.MANAGERS)
    return {*district, *managers}
