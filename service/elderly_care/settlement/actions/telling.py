"""Who is told when a settlement moves: the manager, the streets that have a share, the district."""

from collections.abc import Iterable
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.providers import queries as providers
from service.elderly_care.settlement import queries, texts
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.rules import SettlementStatus
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions

_FEN = 100


def tell_counted(work: UnitOfWork, row: Settlement) -> None:
    """The manager hears that it can be looked over."""
    lines = sum(each.lines for each in queries.shares_of(work, row.id))
    _tell_manager(work, row, texts.COUNTED, lines=lines, gross=_gross(work, row))


def tell_of_move(work: UnitOfWork, row: Settlement) -> None:
    """Who is to do the next step, or waits for this one, is told."""
    if row.status is SettlementStatus.SUBMITTED:
        _tell_streets(work, row)
    elif row.status is SettlementStatus.CONFIRMED:
        _tell_district(work, row)
    elif row.status is SettlementStatus.DRAFT:
        _tell_manager(work, row, texts.RETURNED)
    elif row.status is SettlementStatus.APPROVED:
        _tell_manager(work, row, texts.APPROVED, gross=_gross(work, row))
    else:
        _tell_manager(work, row, texts.PAID, paid_on=row.paid_on, voucher_no=row.voucher_no)


def _tell_manager(work: UnitOfWork, row: Settlement, text: SpokenText, **facts: object) -> None:
    managers = accounts.account_ids_working_for(work, row.organisation_id, permissions.MANAGERS)
    _tell_all(work, row, managers, text, **facts)


def _tell_streets(work: UnitOfWork, row: Settlement) -> None:
    checks = queries.open_checks(work, row.id)
    for each in queries.shares_of(work, row.id):
        path = regions.path_of(work, each.street_code)
        staff = accounts.account_ids_serving(work, path, Role.STREET_STAFF, Function.CARE)
        _tell_all(
            work,
            row,
            staff,
            texts.TO_CONFIRM,
            operator=_operator(work, row),
            lines=each.lines,
            gross=_yuan(each.gross_fen),
            checks=checks.get(each.street_code, 0),
        )


def _tell_district(work: UnitOfWork, row: Settlement) -> None:
    contract = work.found(providers.contract_facts(work, row.contract_id))
    facility = providers.facility(work, contract.facility_id)
    path = regions.path_of(work, facility.region_code) if facility else ()
    staff = accounts.account_ids_serving(work, path, Role.DISTRICT_STAFF, Function.CARE)
    _tell_all(work, row, staff, texts.TO_APPROVE, operator=_operator(work, row), gross=_gross(work, row))


def _tell_all(
    work: UnitOfWork, row: Settlement, account_ids: Iterable[UUID], text: SpokenText, **facts: object
) -> None:
    for account_id in account_ids:
        tell(
            work, Recipient(account_id=account_id), text, subject=row.id, month=f"{row.month:%Y-%m}", **facts
        )


def _operator(work: UnitOfWork, row: Settlement) -> str:
    return organisations.names(work, [row.organisation_id])[row.organisation_id]


def _gross(work: UnitOfWork, row: Settlement) -> str:
    return _yuan(sum(each.gross_fen for each in queries.shares_of(work, row.id)))


def _yuan(fen: int) -> str:
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{whole // _FEN}.{whole % _FEN:02d}"
