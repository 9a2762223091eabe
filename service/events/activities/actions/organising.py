"""Making and changing activities, by the community's workers, or by members of a social organisation for theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from service.events.activities import permissions, queries, rules
from service.events.activities.actions import places, rooms
from service.events.activities.actions.participants import publishes_for, refusal
from service.events.activities.actions.targets import check_targets, set_targets
from service.events.activities.actions.waiting import postpone_waits
from service.events.activities.errors import NoPlaceNamed, OrganisationMayNot, UnknownTarget
from service.events.activities.messages import ActivityChanged
from service.events.activities.models import Activity, ActivityPlaces, SignUp
from service.events.activities.queries import Locked
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.errors import InvalidInput, OutOfScope, WrongState
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.organisations.actions import require_active
from service.organisations.errors import NoRightToPublish
from service.regions import queries as regions

_SOCIAL = "social"
_ROOM_OR_PLACE = Text(
    "在会客厅举办时，地点就是会客厅，请勿另填地点。",
    "In a living room that is the place; do not name another.",
)
# What a booking says too.
_OF_THE_ROOM = frozenset({"title", "starts_at", "ends_at", "capacity", "living_room_id"})
_SIGN_UP = frozenset({"sign_up_opens_at", "sign_up_closes_at"})
_PLAIN = (
    "title",
    "description",
    "kind",
    "starts_at",
    "ends_at",
    "sign_up_opens_at",
    "sign_up_closes_at",
    "cancel_before_minutes",
    "offer_minutes",
    "volunteer_minutes",
)


def make_activity(work: UnitOfWork, wanted: dict[str, Any]) -> UUID:
    """Draft an activity, and book its room with it.

    Raises OutOfScope, NoRightToPublish, NoRightToRooms, OrganisationSuspended, UnknownTarget, SlotTaken, …
    """
    organisation_id: UUID | None = wanted.get("organisation_id")
    path = regions.path_of(work, wanted["region_code"])
    if not path:
        raise UnknownTarget(field="region_code")
    as_worker = permissions.may_organise(work.actor, path)
    if not as_worker:
        _check_member(work, organisation_id)
    if organisation_id is not None:
        check_invites(work, organisation_id)
    region_codes, audience = wanted.get("region_codes") or [wanted["region_code"]], wanted.get("audience", [])
    check_targets(work, region_codes, audience, as_worker=as_worker, organisation_id=organisation_id)
    activity = _drafted(work, wanted)
    rules.check_times(activity.times, work.now)
    _settle_place(work, activity, wanted, wanted["capacity"])
    work.session.add(activity)
    work.session.flush()
    work.session.add(ActivityPlaces(activity_id=activity.id, capacity=wanted["capacity"]))
    work.session.flush()
    set_targets(work, activity.id, region_codes, audience)
    return activity.id


def _drafted(work: UnitOfWork, wanted: dict[str, Any]) -> Activity:
    plain = {name: wanted.get(name) for name in _PLAIN}
    plain["sign_up_closes_at"] = wanted.get("sign_up_closes_at") or wanted["starts_at"]
    return Activity(
        **plain,
        id=work.new_id(),
        region_code=wanted["region_code"],
        organisation_id=wanted.get("organisation_id"),
        place=wanted.get("place") or "",
        status=ActivityStatus.DRAFT,
        created_by=work.actor.account_id,
        created_at=work.now,
        updated_at=work.now,
    )


def change_activity(work: UnitOfWork, activity_id: UUID, changes: dict[str, Any]) -> UUID:
    """Change an activity, and its room's booking with it; who takes part is told of another time or place.

    An organisation changes only what it has not handed in yet, so that nobody changes what a worker has looked at.
    Raises WrongState, MoreSignedUp, OutOfScope, UnknownTarget, SlotTaken, …
    """
    locked, as_worker = organised(work, activity_id)
    activity = locked.activity
    work.expect(activity)
    _check_changeable(activity, as_worker=as_worker)
    before = (activity.starts_at, activity.ends_at, activity.place)
    for name in _PLAIN:
        setattr(activity, name, changes.get(name, getattr(activity, name)))
    if (
        "starts_at" in changes
        and "sign_up_closes_at" not in changes
        and activity.sign_up_closes_at == before[0]
    ):
        activity.sign_up_closes_at = activity.starts_at
    if before[:2] != (activity.starts_at, activity.ends_at) or changes.keys() & _SIGN_UP:
        rules.check_times(activity.times, work.now)
    _retarget(work, activity, changes, as_worker=as_worker)
    _settle_place(work, activity, changes, _capacity(work, activity, changes))
    activity.updated_at = work.now
    if before != (activity.starts_at, activity.ends_at, activity.place):
        _follow(work, activity)
    return activity.id


def organised(work: UnitOfWork, activity_id: UUID) -> tuple[Locked, bool]:
    """An activity that the actor organises, locked, and whether as a worker.

    Raises NotFound to who can not see it, else OutOfScope, NoRightToPublish.
    """
    locked = queries.locked(work, activity_id)
    if locked is not None and permissions.may_organise(work.actor, locked.path):
        return locked, True
    if locked is not None and publishes_for(work, locked.activity.organisation_id):
        return locked, False
    raise refusal(work, work.found(queries.activity(work, activity_id)).organisation_id)


def _check_changeable(activity: Activity, *, as_worker: bool) -> None:
    if activity.status not in rules.CHANGEABLE or (
        not as_worker and activity.status is not ActivityStatus.DRAFT
    ):
        raise WrongState(state=activity.status)


def _retarget(work: UnitOfWork, activity: Activity, changes: dict[str, Any], *, as_worker: bool) -> None:
    if not changes.keys() & {"region_codes", "audience"}:
        return
    facts = work.found(queries.facts(work, activity.id))
    region_codes = changes.get("region_codes", sorted(facts.region_codes))
    audience = changes.get("audience", sorted(facts.audience))
    check_targets(work, region_codes, audience, as_worker=as_worker, organisation_id=activity.organisation_id)
    set_targets(work, activity.id, changes.get("region_codes"), changes.get("audience"))


def _capacity(work: UnitOfWork, activity: Activity, changes: dict[str, Any]) -> int:
    if "capacity" in changes:
        places.change_capacity(work, activity.id, changes["capacity"])
    return work.found(queries.places(work, activity.id)).capacity


def _settle_place(work: UnitOfWork, activity: Activity, wanted: dict[str, Any], capacity: int) -> None:
    """Book, move or leave the room, as what is wanted says. Raises NoPlaceNamed when there is none at all."""
    room_id = _room_wanted(activity, wanted)
    if room_id is None:
        _leave_for_place(work, activity, wanted)
    elif activity.booking_id is not None and room_id == activity.living_room_id:
        if wanted.keys() & _OF_THE_ROOM:
            rooms.keep_room(work, activity, capacity)
    elif room_id != activity.living_room_id or "living_room_id" in wanted:
        _change_room(work, activity, room_id, capacity)


def _room_wanted(activity: Activity, wanted: dict[str, Any]) -> UUID | None:
    """In which room it is to be: in none when another place is named alone. Raises InvalidInput when both are named."""
    is_elsewhere = wanted.get("place") not in (None, activity.place)
    if is_elsewhere and wanted.get("living_room_id") is not None:
        raise InvalidInput({"place": _ROOM_OR_PLACE})
    room_id: UUID | None = wanted.get("living_room_id", None if is_elsewhere else activity.living_room_id)
    return room_id


def _leave_for_place(work: UnitOfWork, activity: Activity, wanted: dict[str, Any]) -> None:
    """Let it be at the place that is named, or where it is already when that is no room. Raises NoPlaceNamed."""
    place = wanted.get("place") or (None if activity.living_room_id else activity.place)
    if not place:
        raise NoPlaceNamed(field="place")
    rooms.leave_room(work, activity)
    activity.living_room_id = activity.room_lost_at = None
    activity.place = place


def _change_room(work: UnitOfWork, activity: Activity, room_id: UUID, capacity: int) -> None:
    """Take the new room before the old one is let go, so that two who trade are refused and never wait."""
    old_booking_id = activity.booking_id
    rooms.take_room(work, activity, room_id, capacity)
    if old_booking_id is not None:
        work.session.flush()
        rooms.give_up(work, old_booking_id)


def _follow(work: UnitOfWork, activity: Activity) -> None:
    """Let what depends on time and place follow a published activity; of another day people are reminded anew."""
    if activity.status is not ActivityStatus.PUBLISHED:
        return
    work.session.flush()
    work.found(places.lock(work, [activity.id]).get(activity.id))
    postpone_waits(work, activity)
    coming = SignUp.activity_id == activity.id, SignUp.status == SignUpStatus.SIGNED_UP
    work.session.execute(
        update(SignUp).where(*coming, SignUp.reminded_at.is_not(None)).values(reminded_at=None),
        execution_options={"synchronize_session": False},
    )
    work.announce(ActivityChanged(activity_id=activity.id, version=activity.version))


def check_invites(work: UnitOfWork, organisation_id: UUID) -> None:
    """Refuse what is new in the name of an organisation that is not social, or may not act now.

    Raises NotFound, OrganisationMayNot, OrganisationSuspended.
    """
    organisation = work.found(organisations.organisation(work, organisation_id))
    if organisation.kind != _SOCIAL:
        raise OrganisationMayNot
    require_active(organisation)


def _check_member(work: UnitOfWork, organisation_id: UUID | None) -> None:
    """Raises OutOfScope to a worker of another place, NoRightToPublish."""
    if work.actor.is_staff or organisation_id is None:
        raise OutOfScope
    work.require(publishes_for(work, organisation_id), NoRightToPublish)
