"""Saying that an assessment which was to follow did not: to the community, and to the street when that does not help."""

from service.accounts import queries as accounts
from service.elderly_care.requests import queries, rules
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.texts import NOT_ASSESSED, NOT_ASSESSED_YET
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def tell_missing_assessments(work: UnitOfWork) -> None:
    """Tell the community's workers, and later the street, of care that is given without its assessment, once each."""
    days = work.house.settings.care_assess_street_working_days
    today = local_date(work.now)
    for row in queries.missing_assessments(work):
        if row.assess_told_at is None:
            row.assess_told_at = work.now
            _tell(work, row, Role.COMMUNITY_WORKER, NOT_ASSESSED)
        if row.assess_by is not None and rules.is_for_street(row.assess_by, today, days):
            row.assess_street_told_at = work.now
            _tell(work, row, Role.STREET_STAFF, NOT_ASSESSED_YET)


def _tell(work: UnitOfWork, row: CareRequest, role: Role, text: SpokenText) -> None:
    path = regions.path_of(work, row.region_code)
    names = residents.masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, role, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            text,
            subject=row.id,
            elder=names[row.elder_id],
            status=row.status.words,
            assess_by=row.assess_by,
        )
