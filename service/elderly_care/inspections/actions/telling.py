"""Who is told of findings: the operator's managers, and who inspects at the facility."""

from collections.abc import Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions as care
from service.elderly_care.inspections import queries, rules
from service.elderly_care.inspections.models import Inspection, InspectionFinding
from service.elderly_care.inspections.rules import FindingStatus
from service.elderly_care.inspections.texts import FOUND, OVERDUE, RETURNED, TO_VERIFY, VERIFIED
from service.elderly_care.providers import queries as providers
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def tell_of_inspection(work: UnitOfWork, row: Inspection) -> None:
    """Tell the operator's managers what there is to mend."""
    findings = queries.findings_of(work, [row.id])
    facts = {
        "count": len(findings),
        "made_on": row.made_on,
        "mend_by": min(each.mend_by for each in findings),
    }
    for account_id in _managers(work, row.contract_id):
        _tell(work, account_id, FOUND, row.contract_id, row.id, **facts)


def tell_of_move(work: UnitOfWork, row: InspectionFinding) -> None:
    """Tell who inspected that there is something to verify, and the managers what came of it."""
    if row.status is FindingStatus.MENDED:
        made = work.found(queries.inspection(work, row.inspection_id))
        _tell_finding(work, row, [made.made_by], TO_VERIFY)
        return
    text = VERIFIED if row.status is FindingStatus.VERIFIED else RETURNED
    _tell_finding(work, row, _managers(work, row.contract_id), text)


def tell_overdue(work: UnitOfWork) -> None:
    """Tell the managers, then the street, then the district of findings that were not mended in time, once each."""
    today, settings = local_date(work.now), work.house.settings
    street_days = settings.care_finding_street_working_days
    district_days = street_days + settings.care_finding_district_working_days
    for row in queries.overdue(work, today):
        if row.manager_told_at is None:
            row.manager_told_at = work.now
            _tell_finding(work, row, _managers(work, row.contract_id), OVERDUE)
        if row.street_told_at is None and rules.is_late_by(row.mend_by, today, street_days):
            row.street_told_at = work.now
            _tell_finding(work, row, _inspectors(work, row, Role.STREET_STAFF), OVERDUE)
        if rules.is_late_by(row.mend_by, today, district_days):
            row.district_told_at = work.now
            _tell_finding(work, row, _inspectors(work, row, Role.DISTRICT_STAFF), OVERDUE)


def _managers(work: UnitOfWork, contract_id: UUID) -> Sequence[UUID]:
    contract = work.found(providers.contract_facts(work, contract_id))
    return accounts.account_ids_working_for(work, contract.organisation_id, care.MANAGERS)


def _inspectors(work: UnitOfWork, row: InspectionFinding, role: Role) -> Sequence[UUID]:
    made = work.found(queries.inspection(work, row.inspection_id))
    path = regions.path_of(work, made.region_code)
    return accounts.account_ids_serving(work, path, role, Function.CARE)


def _tell_finding(
    work: UnitOfWork, row: InspectionFinding, account_ids: Sequence[UUID], text: SpokenText
) -> None:
    facts = {"area": row.area.words, "severity": row.severity.words, "mend_by": row.mend_by}
    for account_id in account_ids:
        _tell(work, account_id, text, row.contract_id, row.inspection_id, **facts)


def _tell(
    work: UnitOfWork, account_id: UUID, text: SpokenText, contract_id: UUID, subject: UUID, **facts: object
) -> None:
    contract = work.found(providers.contract_facts(work, contract_id))
    facility = work.found(providers.facility(work, contract.facility_id))
    person = Recipient(account_id=account_id)
    tell(work, person, text, subject=subject, facility=facility.name, **facts)
