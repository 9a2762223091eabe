"""Organisations with credit codes that hold."""

from collections.abc import Collection
from datetime import date
from itertools import count
from typing import Any

from stdnum.cn import uscc

from service.kit.work import UnitOfWork
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.registry.models import Programme, Rating
from service.organisations.registry.rules import Grade, ProgrammeKind, last_day
from service.organisations.rules import MemberRight, OrganisationKind
from service.residents.models import Resident

_numbers = count(1)


def credit_code(number: int | None = None, front: str = "52") -> str:
    """A unified social credit code with a right check character; another one each time unless `number` is given."""
    body = f"{front}330211{next(_numbers) if number is None else number:09d}"
    return body + uscc.calc_check_digit(body)


def organisation(
    work: UnitOfWork,
    kind: OrganisationKind = OrganisationKind.SOCIAL,
    name: str = "镇海区夕阳红合唱团",
    **columns: Any,
) -> Organisation:
    made = Organisation(kind=kind, name=name, uscc=credit_code(), created_at=work.now, **columns)
    work.session.add(made)
    work.session.flush()
    return made


def member(
    work: UnitOfWork,
    organisation: Organisation,
    resident: Resident,
    rights: Collection[MemberRight] = tuple(MemberRight),
) -> OrganisationMember:
    """A resident who may act for the organisation."""
    made = OrganisationMember(
        organisation_id=organisation.id, resident_id=resident.id, rights=sorted(rights), added_at=work.now
    )
    work.session.add(made)
    work.session.flush()
    return made


def rating(
    work: UnitOfWork,
    organisation: Organisation,
    grade: Grade = Grade.A3,
    valid_from: date = date(2025, 6, 1),
    **columns: Any,
) -> Rating:
    """How the organisation was rated, for five years."""
    made = Rating(
        organisation_id=organisation.id,
        grade=grade,
        valid_from=valid_from,
        valid_until=columns.pop("valid_until", last_day(valid_from)),
        issuer="镇海区民政局",
        made_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def programme(work: UnitOfWork, organisation: Organisation, **columns: Any) -> Programme:
    """A training of the organisation's people."""
    told = {"kind": ProgrammeKind.TRAINING, "title": "负责人能力提升班", "starts_on": date(2026, 2, 2)}
    made = Programme(organisation_id=organisation.id, made_at=work.now, **told | columns)
    work.session.add(made)
    work.session.flush()
    return made
