"""Who is told when a complaint moves: the elder's side, the operator, the elder's community."""

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.complaints import messages, queries, rules, texts
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import ComplaintStatus, Outcome
from service.kit.actor import Function, Role
from service.kit.messages import on
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@on(messages.ComplaintMoved)
def tell_of_complaint(work: UnitOfWork, told: messages.ComplaintMoved) -> None:
    """Whom it concerns is told where a complaint stands."""
    row = work.found(queries.complaint(work, told.complaint_id))
    if row.status != told.status:
        return
    if row.status in rules.WITH_OPERATOR:
        _tell_elder(work, row, texts.TAKEN_IN, due_on=row.due_on)
        _tell_managers(work, row, texts.TO_REPLY, due_on=row.due_on, urgency=row.urgency.words)
        _tell_workers(work, row, texts.NEW_HERE)
    elif row.status is ComplaintStatus.ANSWERED:
        _tell_elder(work, row, texts.ANSWERED)
        _tell_workers(work, row, texts.TO_CALL_BACK)
    elif row.status is ComplaintStatus.CLOSED and row.outcome is not None:
        _tell_outcome(work, row, row.outcome)
        _tell_managers(work, row, texts.FOUND, outcome=row.outcome.words)
    elif row.status is ComplaintStatus.WITHDRAWN:
        _tell_managers(work, row, texts.WITHDRAWN)


def _tell_outcome(work: UnitOfWork, row: Complaint, outcome: Outcome) -> None:
    if row.reopened_at is not None or row.closed_at is None:
        _tell_elder(work, row, texts.CLOSED_FOR_GOOD, outcome=outcome.words)
        return
    until = rules.reopen_until(row.closed_at, work.house.settings.care_complaint_reopen_days)
    _tell_elder(work, row, texts.CLOSED, outcome=outcome.words, reopen_until=until)


def _tell_elder(work: UnitOfWork, row: Complaint, text: SpokenText, **facts: object) -> None:
    elder = Recipient(resident_id=row.elder_id, scope=permissions.PROXY_SCOPE)
    tell(work, elder, text, subject=row.id, category=row.category.words, **facts)


def _tell_managers(work: UnitOfWork, row: Complaint, text: SpokenText, **facts: object) -> None:
    """The operator's managers, but for one whose own visit is complained of."""
    managers = accounts.account_ids_working_for(work, row.organisation_id, permissions.MANAGERS)
    for account_id in set(managers) - queries.account_ids_complained_of(work, row):
        tell(
            work,
            Recipient(account_id=account_id),
            text,
            subject=row.id,
            category=row.category.words,
            **facts,
        )


def _tell_workers(work: UnitOfWork, row: Complaint, text: SpokenText) -> None:
    path = regions.path_of(work, row.region_code)
    names = residents.masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, Role.COMMUNITY_WORKER, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            text,
            subject=row.id,
            elder=names[row.elder_id],
            category=row.category.words,
            urgency=row.urgency.words,
            due_on=row.due_on,
        )
