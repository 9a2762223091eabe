"""Entering an inspection, mending what was found, and verifying it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.inspections import permissions, queries, rules
from service.elderly_care.inspections.messages import FindingMoved, InspectionMade
from service.elderly_care.inspections.models import FindingStep, Inspection, InspectionFinding
from service.elderly_care.inspections.rules import FindingStatus, FindingStepKind, InspectionArea
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.errors import NoSuchContract
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.files import actions as files
from service.kit.work import UnitOfWork


def inspect(
    work: UnitOfWork,
    *,
    contract_id: UUID,
    made_on: date,
    areas: Sequence[InspectionArea],
    findings: Sequence[Mapping[str, Any]] = (),
    note: str | None = None,
) -> Inspection:
    """Enter an inspection as street or district where the contract runs or serves.

    Raises NoSuchContract, InspectionDay, AreaNotInspected, MendingDay, NoSuchFile.
    """
    work.require(permissions.may_inspect(work.actor))
    contract = queries.contract_to_inspect(work, contract_id)
    if contract is None:
        raise NoSuchContract(field="contract_id")
    today = local_date(work.now)
    rules.check_day(made_on, today, contract.starts_on, contract.ends_on)
    facility = work.found(providers.facility(work, contract.facility_id))
    row = Inspection(
        id=work.new_id(),
        contract_id=contract_id,
        region_code=facility.region_code,
        made_on=made_on,
        areas=[each.value for each in InspectionArea if each in areas],
        made_by=work.actor.account_id,
        made_at=work.now,
    )
    if note:
        row.note_sealed = work.house.cipher.encrypt(note, bound_to=f"care_inspections.note:{row.id}")
    work.session.add(row)
    work.session.flush()
    for place, each in enumerate(findings):
        rules.check_finding(place, each["area"], areas, each["mend_by"], today)
        work.session.add(_finding(work, row, place, **each))
    if findings:
        work.announce(InspectionMade(inspection_id=row.id))
    return row


def mend(work: UnitOfWork, row: InspectionFinding, *, note: str, photos: Sequence[UUID] = ()) -> None:
    """Say as the operator's manager that a finding is mended, and how. Raises OutOfScope, WrongState, NoSuchFile."""
    contract = work.found(providers.contract_facts(work, row.contract_id))
    work.require(care.may_manage(work.actor, contract.organisation_id), OutOfScope)
    row.mended_on = local_date(work.now)
    _step(work, row, FindingStatus.MENDED, FindingStepKind.MEND, note=note, photos=photos)


def verify(
    work: UnitOfWork, row: InspectionFinding, *, is_mended: bool, note: str, photos: Sequence[UUID] = ()
) -> None:
    """Say as street or district, after looking again, whether a finding is mended; what is not stays due on its day.

    Raises OutOfScope, WrongState, NoSuchFile.
    """
    work.require(queries.contract_to_inspect(work, row.contract_id) is not None, OutOfScope)
    if is_mended:
        row.verified_at = work.now
        _step(work, row, FindingStatus.VERIFIED, FindingStepKind.VERIFY, note=note, photos=photos)
        return
    row.mended_on = None
    _step(work, row, FindingStatus.OPEN, FindingStepKind.RETURN, note=note, photos=photos)


def _finding(
    work: UnitOfWork, of: Inspection, place: int, *, text: str, photos: Sequence[UUID] = (), **columns: Any
) -> InspectionFinding:
    row = InspectionFinding(
        id=work.new_id(),
        inspection_id=of.id,
        contract_id=of.contract_id,
        photos=[str(each) for each in photos],
        status=FindingStatus.OPEN,
        **columns,
    )
    files.attach(work, photos, field=f"findings.{place}.photos")
    row.text_sealed = work.house.cipher.encrypt(text, bound_to=f"care_inspection_findings.text:{row.id}")
    return row


def _step(
    work: UnitOfWork,
    row: InspectionFinding,
    to: FindingStatus,
    kind: FindingStepKind,
    *,
    note: str,
    photos: Sequence[UUID],
) -> None:
    rules.check_move(row.status, to)
    row.status = to
    made = FindingStep(
        id=work.new_id(),
        finding_id=row.id,
        kind=kind,
        photos=[str(each) for each in photos],
        made_by=work.actor.account_id,
        made_at=work.now,
    )
    files.attach(work, photos, field="photos")
    made.note_sealed = work.house.cipher.encrypt(note, bound_to=f"care_inspection_steps.note:{made.id}")
    work.session.add(made)
    work.announce(FindingMoved(finding_id=row.id, status=to))
