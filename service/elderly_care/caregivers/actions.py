"""Entering caregivers, keeping what they can do and when they work, and their absences."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from service.accounts import queries as accounts
from service.elderly_care import permissions as care
from service.elderly_care.caregivers import permissions, queries, rules
from service.elderly_care.caregivers.errors import NoSuchCaregiver, NotTheirStaff
from service.elderly_care.caregivers.models import Absence, Caregiver, Certificate, Shift
from service.elderly_care.caregivers.rules import AbsenceKind
from service.elderly_care.caregivers.texts import CERTIFICATE_EXPIRES
from service.elderly_care.catalogue.rules import Skill
from service.elderly_care.rules import Point
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.files import actions as files
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork

_WARN_BEFORE = timedelta(days=30)
_CANCELLED = "cancelled"


def add_caregiver(work: UnitOfWork, *, account_id: UUID, organisation_id: UUID, **told: Any) -> Caregiver:
    """Enter one of an operator's people as a caregiver. Raises NotTheirStaff, CaregiverOnRecord, ImpossibleShift."""
    work.require(permissions.may_keep(work.actor, organisation_id))
    if account_id not in accounts.account_ids_working_for(work, organisation_id, {Role.CAREGIVER}):
        raise NotTheirStaff(field="account_id")
    caregiver = Caregiver(
        id=work.new_id(),
        account_id=account_id,
        organisation_id=organisation_id,
        name=accounts.display_name(work, account_id) or "",
        created_at=work.now,
        certificates=[],
        shifts=[],
    )
    work.session.add(caregiver)
    _apply(work, caregiver, told)
    work.session.flush()
    return caregiver


def change_caregiver(work: UnitOfWork, caregiver: Caregiver, changes: Mapping[str, Any]) -> Caregiver:
    """Change a record; lists are replaced as a whole. What is planned stays, new assignments look at what holds now."""
    work.require(permissions.may_keep(work.actor, caregiver.organisation_id))
    work.expect(caregiver)
    _apply(work, caregiver, changes)
    # Certificates and shifts are rows of their own: without this the record, and so its ETag, would look unchanged.
    flag_modified(caregiver, "name")
    return caregiver


def note_absence(
    work: UnitOfWork,
    caregiver: Caregiver,
    *,
    kind: AbsenceKind,
    starts_at: datetime,
    ends_at: datetime,
    note: str | None = None,
) -> Absence:
    """Note that a caregiver does not work for a time. Raises ImpossibleStretch, AbsenceOverlaps."""
    work.require(may_note_absence(work, caregiver))
    rules.check_absence(starts_at, ends_at)
    absence = Absence(
        id=work.new_id(),
        caregiver_id=caregiver.id,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note or None,
        recorded_by=work.actor.account_id,
        recorded_at=work.now,
    )
    work.session.add(absence)
    work.session.flush()
    return absence


def cancel_absence(work: UnitOfWork, absence: Absence) -> Absence:
    """Take back an absence; what it took away is not given back by itself. Raises WrongState."""
    caregiver = work.found(queries.caregiver(work, absence.caregiver_id))
    work.require(may_note_absence(work, caregiver))
    if absence.cancelled_at is not None:
        raise WrongState(state=_CANCELLED)
    absence.cancelled_at = work.now
    return absence


def may_note_absence(work: UnitOfWork, caregiver: Caregiver) -> bool:
    """Who plans for the operator, and the caregiver in person, who calls in sick at seven."""
    is_own = caregiver.account_id == work.actor.account_id
    return is_own or permissions.may_keep(work.actor, caregiver.organisation_id)


def caregiver_of(work: UnitOfWork, caregiver_id: UUID, organisation_id: UUID, *, field: str) -> Caregiver:
    """A caregiver of this operator. Raises NoSuchCaregiver, naming the input at fault."""
    caregiver = queries.caregiver(work, caregiver_id)
    if caregiver is None or caregiver.organisation_id != organisation_id:
        raise NoSuchCaregiver(field=field)
    return caregiver


def warn_of_expiry(work: UnitOfWork) -> None:
    """Tell caregivers and who plans for them of certificates that expire within a month, once."""
    for certificate, caregiver in queries.expiring(work, local_date(work.now) + _WARN_BEFORE):
        certificate.warned_at = work.now
        planners = accounts.account_ids_working_for(work, caregiver.organisation_id, care.PLANNERS)
        for account_id in sorted({caregiver.account_id, *planners}):
            tell(
                work,
                Recipient(account_id=account_id),
                CERTIFICATE_EXPIRES,
                subject=caregiver.id,
                caregiver=caregiver.name,
                skill=Skill(certificate.skill).words,
                expires_on=certificate.expires_on,
            )


def _apply(work: UnitOfWork, caregiver: Caregiver, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if name == "home_base":
            caregiver.home_base_sealed = _sealed_place(work, caregiver.id, value)
        elif name == "certificates":
            _replace_certificates(work, caregiver, value)
        elif name == "shifts":
            _replace_shifts(work, caregiver, value)
        else:
            setattr(caregiver, name, value)


def _sealed_place(work: UnitOfWork, caregiver_id: UUID, place: Mapping[str, float] | None) -> bytes | None:
    if place is None:
        return None
    return work.house.cipher.encrypt(
        Point(**place).written(), bound_to=f"caregivers.home_base:{caregiver_id}"
    )


def _replace_certificates(
    work: UnitOfWork, caregiver: Caregiver, wanted: Sequence[Mapping[str, Any]]
) -> None:
    rules.check_certificates([(each["issued_on"], each["expires_on"]) for each in wanted])
    held = {each.attachment_id for each in caregiver.certificates}
    new = [each["attachment_id"] for each in wanted if each.get("attachment_id") not in {None, *held}]
    files.attach(work, new, field="certificates")
    caregiver.certificates.clear()
    work.session.flush()
    caregiver.certificates.extend(Certificate(id=work.new_id(), **each) for each in wanted)


def _replace_shifts(work: UnitOfWork, caregiver: Caregiver, wanted: Sequence[tuple[int, int, int]]) -> None:
    rules.check_shifts(wanted)
    caregiver.shifts.clear()
    work.session.flush()
    caregiver.shifts.extend(Shift(weekday=day, starts=starts, ends=ends) for day, starts, ends in wanted)
