"""Plans, their versions, items and pauses, one by one and in pages, for who may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from service.elderly_care import permissions
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanPause, PlanVersion
from service.elderly_care.plans.rules import PauseReason, PlanStatus, VersionStatus
from service.elderly_care.requests import queries as requests
from service.kit.actor import Function
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

# What is served, or would be but for a pause.
SERVED = (PlanStatus.ACTIVE, PlanStatus.PAUSED)
_FRESH = {"populate_existing": True}


def plan(work: UnitOfWork, plan_id: UUID) -> CarePlan | None:
    """The plan with this id."""
    return work.session.get(CarePlan, plan_id)


def readable(work: UnitOfWork, plan_id: UUID) -> CarePlan:
    """A plan that the actor may see. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(within_reach(work).where(CarePlan.id == plan_id)))


def held(work: UnitOfWork, row: CarePlan) -> CarePlan:
    """The plan as it stands now, held until this transaction ends, its request before it as everybody does."""
    requests.request(work, row.request_id, to_change=True)
    query = select(CarePlan).where(CarePlan.id == row.id).with_for_update()
    return work.session.scalars(query, execution_options=_FRESH).one()


def within_reach(work: UnitOfWork) -> Select[CarePlan]:
    """The plans that the actor may see: one's own, those of one's operator, those of one's place but private ones."""
    actor = work.actor
    if actor.is_staff:
        tops = actor.served_regions(permissions.WORKERS, Function.CARE)
        operators = actor.served_organisations(permissions.PLANNERS)
        if not tops and not operators:
            raise Forbidden
        here = CarePlan.region_code.in_(regions.below(tops)) & ~CarePlan.is_private
        return select(CarePlan).where(or_(CarePlan.organisation_id.in_(operators), here))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(CarePlan).where(CarePlan.elder_id.in_([*own, *elders]))


def plans_of_request(work: UnitOfWork, request_id: UUID) -> Sequence[CarePlan]:
    """All that was ever planned because of a request, the oldest first."""
    query = select(CarePlan).where(CarePlan.request_id == request_id)
    return work.session.scalars(query.order_by(CarePlan.id)).all()


def every_plan_of(work: UnitOfWork, elder_id: UUID) -> Sequence[CarePlan]:
    """All that was ever planned for somebody, the oldest first."""
    query = select(CarePlan).where(CarePlan.elder_id == elder_id)
    return work.session.scalars(query.order_by(CarePlan.id)).all()


def standing_plans(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[CarePlan]:
    """What is planned for these people and not over, in one statement."""
    query = select(CarePlan).where(CarePlan.elder_id.in_(elder_ids), CarePlan.status != PlanStatus.ENDED)
    return work.session.scalars(query.order_by(CarePlan.id)).all()


def plans_under(work: UnitOfWork, contract_id: UUID) -> Sequence[CarePlan]:
    """What is planned under a contract and not over."""
    query = select(CarePlan).where(CarePlan.contract_id == contract_id, CarePlan.status != PlanStatus.ENDED)
    return work.session.scalars(query.order_by(CarePlan.id)).all()


def follower(work: UnitOfWork, plan_id: UUID) -> CarePlan | None:
    """The plan that goes on from another one, while it stands."""
    query = select(CarePlan).where(CarePlan.follows_id == plan_id, CarePlan.status != PlanStatus.ENDED)
    return work.session.scalars(query.order_by(CarePlan.id.desc()).limit(1)).first()


def versions(work: UnitOfWork, plan_id: UUID) -> Sequence[PlanVersion]:
    """Every text that was offered, the oldest first."""
    query = select(PlanVersion).where(PlanVersion.plan_id == plan_id)
    return work.session.scalars(query.order_by(PlanVersion.number)).all()


def version(work: UnitOfWork, plan_id: UUID, number: int) -> PlanVersion | None:
    """A text that was offered."""
    return work.session.get(PlanVersion, (plan_id, number))


def offered(work: UnitOfWork, plan_id: UUID) -> PlanVersion | None:
    """The text that waits for the elder's word."""
    query = select(PlanVersion).where(
        PlanVersion.plan_id == plan_id, PlanVersion.status == VersionStatus.OFFERED
    )
    return work.session.scalars(query, execution_options=_FRESH).one_or_none()


def next_number(work: UnitOfWork, plan_id: UUID) -> int:
    """Which number the next text gets."""
    return max((each.number for each in versions(work, plan_id)), default=0) + 1


def items(work: UnitOfWork, plan_id: UUID) -> Sequence[PlanItem]:
    """Every item that there is of a plan, in the order in which they were made."""
    query = select(PlanItem).where(PlanItem.plan_id == plan_id)
    return work.session.scalars(query.order_by(PlanItem.since_version, PlanItem.id)).all()


def present_items(work: UnitOfWork, row: CarePlan) -> list[PlanItem]:
    """What a plan says now and until further notice: as agreed, or as a draft has it."""
    found = items(work, row.id)
    if row.present_version == 0:
        return list(found)
    return [each for each in found if each.since_version <= row.present_version and each.ends_on is None]


def proposed_items(work: UnitOfWork, row: CarePlan) -> list[PlanItem]:
    """What a change on offer would bring, and a draft all that it has."""
    return [each for each in items(work, row.id) if each.since_version > row.present_version]


def pauses(work: UnitOfWork, plan_ids: Collection[UUID]) -> Sequence[PlanPause]:
    """The pauses of these plans, by plan and day."""
    query = select(PlanPause).where(PlanPause.plan_id.in_(plan_ids))
    return work.session.scalars(query.order_by(PlanPause.plan_id, PlanPause.starts_on)).all()


def back_from_hospital(work: UnitOfWork, last_day: date, plan_id: UUID | None = None) -> Sequence[UUID]:
    """The elders whose plan, or this one plan, was paused until this day for a stay in hospital."""
    query = select(CarePlan.elder_id).join(PlanPause, PlanPause.plan_id == CarePlan.id)
    query = query.where(PlanPause.ends_on == last_day, PlanPause.reason == PauseReason.HOSPITAL)
    if plan_id is not None:
        query = query.where(CarePlan.id == plan_id)
    return work.session.scalars(query.distinct()).all()


def over_by(work: UnitOfWork, today: date) -> Sequence[CarePlan]:
    """Plans whose last day is past and that still stand."""
    query = select(CarePlan).where(CarePlan.ends_on < today, CarePlan.status != PlanStatus.ENDED)
    return work.session.scalars(query.order_by(CarePlan.id)).all()


def with_offers(work: UnitOfWork, *which: ColumnElement[bool]) -> Sequence[CarePlan]:
    """Plans of which a text waits for the elder's word."""
    waiting = select(PlanVersion.plan_id).where(PlanVersion.status == VersionStatus.OFFERED, *which)
    return work.session.scalars(select(CarePlan).where(CarePlan.id.in_(waiting)).order_by(CarePlan.id)).all()


def paused_otherwise(work: UnitOfWork, today: date) -> Sequence[CarePlan]:
    """Plans that say paused and are not today, or the other way round."""
    pause = select(PlanPause.plan_id).where(
        PlanPause.starts_on <= today, or_(PlanPause.ends_on.is_(None), PlanPause.ends_on >= today)
    )
    is_paused = CarePlan.id.in_(pause)
    query = select(CarePlan).where(
        ((CarePlan.status == PlanStatus.PAUSED) & ~is_paused)
        | ((CarePlan.status == PlanStatus.ACTIVE) & is_paused)
    )
    return work.session.scalars(query.order_by(CarePlan.id)).all()
