"""Saying something about an entitlement: to the elder's side in full, to staff of the elder's place by a masked name."""

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.subsidies import queries as subsidies
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_DECEASED = "deceased"


def tell_elder(work: UnitOfWork, row: Entitlement, text: SpokenText, **facts: object) -> None:
    """Tell the elder and who acts for them in care; to who has died nothing is sent any more."""
    person = residents.standing(work, row.elder_id)
    if person is not None and person.status == _DECEASED:
        return
    elder = Recipient(resident_id=row.elder_id, scope=permissions.PROXY_SCOPE)
    tell(work, elder, text, subject=row.id, scheme=_scheme_name(work, row), **facts)


def tell_staff(work: UnitOfWork, row: Entitlement, role: Role, text: SpokenText, **facts: object) -> None:
    """Tell who has care in hand in this role where the elder lives."""
    path = regions.path_of(work, row.region_code)
    elder, scheme = residents.masked_names(work, [row.elder_id])[row.elder_id], _scheme_name(work, row)
    for account_id in accounts.account_ids_serving(work, path, role, Function.CARE):
        person = Recipient(account_id=account_id)
        tell(work, person, text, subject=row.id, elder=elder, scheme=scheme, **facts)


def _scheme_name(work: UnitOfWork, row: Entitlement) -> str:
    return work.found(subsidies.scheme(work, row.scheme_id)).name
