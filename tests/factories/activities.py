"""Activities and who comes to them in one line, made as people make them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.events.activities import actions
from service.events.activities.models import Activity, ActivityPlaces, ActivityRegion, ActivityTag, SignUp
from service.events.activities.rules import ActivityKind, ActivityStatus, SignUpStatus
from service.kit.actor import Actor, ActorKind
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import accounts, regions


def activity(
    work: UnitOfWork,
    starts_at: datetime | None = None,
    *,
    capacity: int = 20,
    status: ActivityStatus = ActivityStatus.PUBLISHED,
    region_codes: tuple[str, ...] = (regions.COMMUNITY,),
    audience: tuple[str, ...] = (),
    hours: int = 2,
    **columns: Any,
) -> Activity:
    """An activity of the community in two days, published unless said otherwise."""
    regions.tree(work)
    begin = starts_at or work.now + timedelta(days=2)
    published_at = None if status in (ActivityStatus.DRAFT, ActivityStatus.IN_REVIEW) else work.now
    made = Activity(
        id=work.new_id(),
        status=status,
        starts_at=begin,
        ends_at=begin + timedelta(hours=hours),
        published_at=published_at,
        created_by=columns.pop("created_by", None) or accounts.staff_account(work).id,
        **{**_USUAL, "sign_up_closes_at": begin, "created_at": work.now, "updated_at": work.now, **columns},
    )
    work.session.add(made)
    work.session.flush()
    is_open = status is ActivityStatus.PUBLISHED
    work.session.add(ActivityPlaces(activity_id=made.id, capacity=capacity, taken=0, is_open=is_open))
    work.session.add_all(ActivityRegion(activity_id=made.id, region_code=code) for code in region_codes)
    work.session.add_all(ActivityTag(activity_id=made.id, tag_code=code) for code in audience)
    work.session.flush()
    return made


_USUAL: dict[str, Any] = {
    "title": "重阳节包饺子",
    "description": "和邻居一起包饺子，送给独居老人。",
    "kind": ActivityKind.RECREATION,
    "region_code": regions.COMMUNITY,
    "place": "社区广场",
    "cancel_before_minutes": 60,
    "offer_minutes": 30,
    "volunteer_minutes": 0,
}


def sign_up(work: UnitOfWork, resident: Resident, to: Activity) -> UUID:
    """A place that the resident has asked for themself."""
    return _as(work, resident, lambda: actions.sign_up(work, to.id)[0])


def wait(work: UnitOfWork, resident: Resident, to: Activity) -> UUID:
    """That the resident waits for a place."""
    return _as(work, resident, lambda: actions.wait(work, to.id)[0])


def offered(work: UnitOfWork, resident: Resident, to: Activity) -> UUID:
    """That a place is held for the resident, who waits."""
    wait_id = wait(work, resident, to)
    actions.offer_places(work, to.id)
    work.session.flush()
    return wait_id


def attended(work: UnitOfWork, resident: Resident, to: Activity) -> SignUp:
    """That the resident was there."""
    row = work.found(work.session.get(SignUp, sign_up(work, resident, to)))
    row.status, row.checked_in_at = SignUpStatus.ATTENDED, to.starts_at
    work.session.flush()
    return row


def _as(work: UnitOfWork, resident: Resident, do: Any) -> UUID:
    kept = work.actor
    work.actor = Actor(ActorKind.RESIDENT, account_id=work.new_id(), resident_id=resident.id)
    try:
        made: UUID = do()
        work.session.flush()
        return made
    finally:
        work.actor = kept
