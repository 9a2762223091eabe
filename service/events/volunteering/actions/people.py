"""Who a movement is about, and whether the actor may bring it about."""

from uuid import UUID

from service.events.volunteering import permissions, rules
from service.events.volunteering.errors import GuardianNeeded, NotAnElder, NotFamily, NotLivingHere
from service.kit.acting import ActedBy, by_staff
from service.kit.clock import age_on, local_date
from service.kit.errors import Forbidden, OutOfScope
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.homes import queries as homes
from service.residents.queries import Standing

_DECEASED = "deceased"


def kept(work: UnitOfWork, resident_id: UUID) -> Standing:
    """A resident whose minutes the actor keeps as a worker of their community. Raises Forbidden, NotFound, OutOfScope."""
    actor = work.actor
    work.require(actor.is_system or actor.is_staff)
    work.require(actor.is_system or bool(permissions.tops(actor)))
    who = work.found(residents.standing(work, resident_id))
    work.require(permissions.may_keep(actor, who.path), OutOfScope)
    return who


def giver(work: UnitOfWork, resident_id: UUID | None) -> tuple[Standing, ActedBy | None]:
    """Whose minutes are given away: the actor's own, or at the desk those of somebody whom a worker sees.

    Raises Forbidden, NotFound, OutOfScope, and GuardianNeeded to who is under age and alone.
    """
    own = work.actor.resident_id
    if resident_id is not None and resident_id != own:
        return kept(work, resident_id), by_staff(work.actor)
    if own is None:
        raise Forbidden
    who = work.found(residents.standing(work, own))
    if has_died(who):
        raise Forbidden
    born = residents.born_on(work, own)
    if born is not None and age_on(born, local_date(work.now)) < rules.OF_AGE:
        raise GuardianNeeded
    return who, None


def check_family(work: UnitOfWork, who: Standing, elder_id: UUID) -> None:
    """Raise NotFamily unless the actor keeps house with the elder or acts for them, also of whom nobody is."""
    account_id = work.actor.account_id
    if elder_id in homes.housemates(work, who.resident_id):
        return
    if account_id is None or not residents.is_proxy(work, elder_id, account_id):
        raise NotFamily


def check_lives_here(who: Standing) -> None:
    """Raise NotLivingHere unless somebody is verified and lives in the district."""
    if not who.is_verified or who.region_code is None:
        raise NotLivingHere


def check_elder(work: UnitOfWork, who: Standing, *, at_desk: bool) -> None:
    """Raise NotAnElder of who is too young; whose day of birth is not on record, a worker at the desk knows."""
    years = work.house.settings.time_bank_elder_age
    born = residents.born_on(work, who.resident_id)
    is_old = at_desk if born is None else age_on(born, local_date(work.now)) >= years
    if not is_old:
        raise NotAnElder(years=years)


def has_died(who: Standing) -> bool:
    """Whether somebody is on record as dead, whose minutes are their family's for a while."""
    return who.status == _DECEASED
