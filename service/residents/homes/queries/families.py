"""Who keeps house with whom, as a part of other statements; never to be shown as it is."""

from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select

from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.rules import HouseholdKind
from service.residents.models import Resident
from service.residents.people.rules.days import years_before
from service.residents.rules import ResidentStatus

ADULT_AT = 18


def families(today: date) -> Subquery:
    """Each verified resident with the family household they belong to, if any.

    `walk_order` sorts their doors of one grid as one walks past them. Who has no birth date on record `is_adult`. A
    dormitory is no family: who lives in one is alone in this.
    """
    home_order = func.concat_ws("\t", Home.region_code, Home.walk_order)
    return (
        select(
            Resident.id.label("resident_id"),
            Household.id.label("household_id"),
            func.coalesce(home_order, "").label("walk_order"),
            _is_adult(today).label("is_adult"),
        )
        .outerjoin(Residence, and_(Residence.resident_id == Resident.id, Residence.moved_out_on.is_(None)))
        .outerjoin(
            Household,
            and_(Household.id == Residence.household_id, Household.kind == HouseholdKind.FAMILY),
        )
        .outerjoin(Home, Home.id == Residence.home_id)
        .where(Resident.status == ResidentStatus.VERIFIED)
        .subquery("family")
    )


def _is_adult(today: date) -> ColumnElement[bool]:
    return or_(Resident.birth_on.is_(None), Resident.birth_on <= years_before(today, ADULT_AT))
