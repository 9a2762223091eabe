"""What care stands on: services, facilities, contracts and caregivers."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from service.accounts.models import Account
from service.elderly_care.caregivers.models import Absence, Caregiver, Certificate, Shift
from service.elderly_care.caregivers.rules import AbsenceKind
from service.elderly_care.catalogue.models import CareAssessmentNeed, CareService
from service.elderly_care.catalogue.rules import AssessmentNeed, Mode, Payer, ServiceCategory
from service.elderly_care.providers.models import Contract, ContractRegion, Facility, Price
from service.elderly_care.providers.rules import FacilityKind
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import Basis
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from tests.factories import accounts, organisations, regions

_numbers = count(1)
YEAR = timedelta(days=365)


def service(
    work: UnitOfWork,
    *,
    mode: Mode = Mode.HOME_VISIT,
    minutes: int = 60,
    ceiling_fen: int = 20_000,
    needs: dict[Payer, AssessmentNeed] | None = None,
    **columns: Any,
) -> CareService:
    """A service that nobody needs to be assessed for unless said otherwise."""
    made = CareService(
        id=work.new_id(),
        code=columns.pop("code", f"service_{next(_numbers)}"),
        name=columns.pop("name", "助洁"),
        category=ServiceCategory.DAILY_LIVING,
        mode=mode,
        minutes=minutes,
        ceiling_fen=ceiling_fen,
        created_at=work.now,
        assessment=[CareAssessmentNeed(payer=payer, need=need) for payer, need in (needs or {}).items()],
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def operator(work: UnitOfWork, name: str = "镇海区金桂养老服务有限公司") -> Organisation:
    """A private operator."""
    return organisations.organisation(work, OrganisationKind.OPERATOR, name)


def facility(work: UnitOfWork, region_code: str = regions.COMMUNITY, **columns: Any) -> Facility:
    """A facility that a department owns."""
    regions.tree(work)
    owner = organisations.organisation(work, OrganisationKind.DEPARTMENT, "镇海区民政局")
    made = Facility(
        id=work.new_id(),
        name=columns.pop("name", "桂花居家养老服务中心"),
        kind=FacilityKind.HOME_CARE_CENTRE,
        region_code=region_code,
        owner_id=owner.id,
        asset_number=f"ZH-{next(_numbers):06d}",
        address="胜利路 8 号",
        created_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def contract(
    work: UnitOfWork,
    organisation: Organisation,
    *,
    at: Facility | None = None,
    serves: tuple[str, ...] = (regions.STREET,),
    starts_on: date | None = None,
    ends_on: date | None = None,
    prices: dict[UUID, int] | None = None,
) -> Contract:
    """A contract of the year around today, with prices by service id."""
    today = local_date(work.now)
    begin = starts_on or today - YEAR
    until = ends_on or today + YEAR
    made = Contract(
        id=work.new_id(),
        facility_id=(at or facility(work)).id,
        organisation_id=organisation.id,
        starts_on=begin,
        ends_on=until,
        agreed_until=until,
        deposit_fen=5_000_000,
        reserved_ratio=0.2,
        created_at=work.now,
        regions=[ContractRegion(region_code=code) for code in serves],
        targets=[],
    )
    work.session.add(made)
    work.session.flush()
    for service_id, price_fen in (prices or {}).items():
        work.session.add(
            Price(
                id=work.new_id(),
                contract_id=made.id,
                service_id=service_id,
                price_fen=price_fen,
                valid_from=begin,
                set_at=work.now,
            )
        )
    work.session.flush()
    return made


def caregiver(
    work: UnitOfWork,
    organisation: Organisation,
    *,
    skills: tuple[str, ...] = (),
    certified_until: date | None = None,
    shifts: tuple[tuple[int, int, int], ...] = (),
    account: Account | None = None,
) -> Caregiver:
    """A caregiver whose certificates hold for a year unless said otherwise."""
    account = account or accounts.staff(work, Role.CAREGIVER, organisation_id=organisation.id)
    today = local_date(work.now)
    made = Caregiver(
        id=work.new_id(),
        account_id=account.id,
        organisation_id=organisation.id,
        name=account.display_name,
        skills=list(skills),
        created_at=work.now,
        certificates=[
            Certificate(
                id=work.new_id(),
                skill=skill,
                number=f"HLY-{next(_numbers)}",
                issuer="宁波市人社局",
                issued_on=today - YEAR,
                expires_on=certified_until or today + YEAR,
            )
            for skill in skills
        ],
        shifts=[Shift(weekday=day, starts=starts, ends=ends) for day, starts, ends in shifts],
    )
    work.session.add(made)
    work.session.flush()
    return made


def absence(
    work: UnitOfWork,
    caregiver: Caregiver,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    kind: AbsenceKind = AbsenceKind.LEAVE,
) -> Absence:
    """That a caregiver is away, tomorrow for a day unless said otherwise."""
    begin = starts_at or work.now + timedelta(days=1)
    made = Absence(
        id=work.new_id(),
        caregiver_id=caregiver.id,
        kind=kind,
        starts_at=begin,
        ends_at=ends_at or begin + timedelta(days=1),
        recorded_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def scheme(work: UnitOfWork, **columns: Any) -> SubsidyScheme:
    """A scheme that pays half of what the elder would pay, up to 800 yuan a month, for everybody this year."""
    made = SubsidyScheme(
        id=work.new_id(),
        code=columns.pop("code", f"scheme_{next(_numbers)}"),
        name=columns.pop("name", "养老服务消费补贴"),
        payer=columns.pop("payer", Payer.SUBSIDY),
        valid_from=local_date(work.now).replace(month=1, day=1),
        basis=Basis.SELF_PAID,
        per_mille=columns.pop("per_mille", 500),
        monthly_cap_fen=columns.pop("monthly_cap_fen", 80_000),
        updated_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made
