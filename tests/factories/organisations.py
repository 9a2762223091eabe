"""Organisations with credit codes that hold."""

from itertools import count

from stdnum.cn import uscc

from service.kit.work import UnitOfWork
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.rules import OrganisationKind
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
) -> Organisation:
    made = Organisation(kind=kind, name=name, uscc=credit_code(), created_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made


def member(work: UnitOfWork, organisation: Organisation, resident: Resident) -> OrganisationMember:
    """A resident who may act for the organisation."""
    made = OrganisationMember(organisation_id=organisation.id, resident_id=resident.id, added_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made
