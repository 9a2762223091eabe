"""Saying above that a complaint is late: to the street on the day after, to the district when that does not help."""

from service.accounts import queries as accounts
from service.elderly_care.complaints import queries, rules
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.texts import OVERDUE
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.queries import masked_names


def tell_overdue(work: UnitOfWork) -> None:
    """Tell the street, and later the district, of complaints whose step is late, each once for each step."""
    days = work.house.settings.care_complaint_district_working_days
    today = local_date(work.now)
    for row in queries.overdue(work):
        if row.street_told_at is None:
            row.street_told_at = work.now
            _tell(work, row, Role.STREET_STAFF)
        if row.due_on is not None and rules.is_for_district(row.due_on, today, days):
            row.district_told_at = work.now
            _tell(work, row, Role.DISTRICT_STAFF)


def _tell(work: UnitOfWork, row: Complaint, role: Role) -> None:
    path = regions.path_of(work, row.region_code)
    names = masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, role, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            OVERDUE,
            subject=row.id,
            elder=names[row.elder_id],
            category=row.category.words,
            status=row.status.words,
            due_on=row.due_on,
        )
