"""For whom somebody books, whether they may, and how they act for a booking that stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.kit.acting import ActedBy, ActingAs, by_staff
from service.kit.actor import Function
from service.kit.clock import local
from service.kit.errors import Forbidden, InvalidInput, NotFound, OutOfScope
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import permissions, queries
from service.living_rooms.bookings.queries import Locked
from service.living_rooms.errors import NotVerified, Suspended
from service.living_rooms.rooms.permissions import PROXY_SCOPE
from service.living_rooms.rooms.queries import RoomFacts
from service.living_rooms.rooms.rules import is_open_to
from service.organisations import queries as organisations
from service.organisations.actions import require_active
from service.organisations.errors import NoRightToRooms
from service.residents import actions as residents
from service.residents.queries import Standing

_ONE_HOLDER = Text("居民和组织只能选一个。", "Book for a resident or for an organisation, not for both.")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose booking it will be: a resident's, an organisation's, or, with neither, the community's own."""

    resident: Standing | None = None
    organisation_id: UUID | None = None
    organisation_name: str | None = None
    acted_by: ActedBy | None = None
    at_desk: bool = False
    suspended_until: datetime | None = None

    @property
    def id(self) -> UUID | None:
        return self.resident.resident_id if self.resident else self.organisation_id

    @property
    def resident_id(self) -> UUID | None:
        return self.resident.resident_id if self.resident else None

    @property
    def resident_name(self) -> str | None:
        return self.resident.name if self.resident else None


def find_holder(work: UnitOfWork, resident_id: UUID | None, organisation_id: UUID | None) -> Holder:
    """Who is to hold a booking that the actor asks for; raises NotVerified, OutOfScope, Forbidden, NoRightToRooms, NotFound."""
    actor = work.actor
    if organisation_id is not None:
        if resident_id is not None:
            raise InvalidInput({"for_resident_id": _ONE_HOLDER})
        return _organisation(work, organisation_id)
    wanted = resident_id or actor.resident_id
    if wanted is None:
        work.require(actor.is_resident or permissions.may_book_at_desk(actor))
        if actor.is_resident:
            raise NotVerified
        return Holder(at_desk=True)
    acted_by = residents.act_for(work, wanted, PROXY_SCOPE, Function.ROOMS)
    resident, suspended_until = queries.standing_and_suspension(work, wanted)
    if not work.found(resident).is_verified:
        raise NotVerified
    return Holder(
        resident=resident, acted_by=acted_by, at_desk=actor.is_staff, suspended_until=suspended_until
    )


def _organisation(work: UnitOfWork, organisation_id: UUID) -> Holder:
    organisation = work.found(organisations.organisation(work, organisation_id))
    at_desk = permissions.may_book_at_desk(work.actor)
    work.require(at_desk or _acts_for(work, organisation_id), NoRightToRooms)
    require_active(organisation)
    return Holder(
        organisation_id=organisation_id,
        organisation_name=organisation.name,
        acted_by=by_staff(work.actor) if at_desk else None,
        at_desk=at_desk,
    )


def check_scope(work: UnitOfWork, holder: Holder, room: RoomFacts) -> None:
    """Raises OutOfScope for a room that is not open to this holder, or not in the worker's care."""
    if holder.resident is not None:
        open_to_them = is_open_to(room.path, room.policy.open_to, holder.resident.path)
    else:
        open_to_them = not holder.at_desk or permissions.may_keep(work.actor, room.path)
    work.require(open_to_them, OutOfScope)


def check_not_suspended(holder: Holder) -> None:
    """Raises Suspended; what a worker books at the desk is free of penalties."""
    if holder.suspended_until is not None and not holder.at_desk:
        raise Suspended(until=f"{local(holder.suspended_until):%Y-%m-%d %H:%M}")


def acting(work: UnitOfWork, locked: Locked) -> ActedBy | None:
    """How the actor may treat a booking that stands: None as its holder, else as a proxy or as staff.

    Raises NotFound to anybody else, as if it were not there.
    """
    actor, booking = work.actor, locked.booking
    if actor.is_system:
        return None
    if permissions.may_keep(actor, locked.path):
        return by_staff(work.actor)
    if booking.resident_id is not None:
        try:
            return residents.act_for(work, booking.resident_id, PROXY_SCOPE, Function.ROOMS)
        except Forbidden:
            raise NotFound from None
    if booking.organisation_id is not None and _acts_for(work, booking.organisation_id):
        return None
    raise NotFound


def in_care(work: UnitOfWork, booking_id: UUID) -> Locked:
    """A booking that the actor looks after, locked; raises NotFound to who may not see it, Forbidden to its holder."""
    locked = work.found(queries.locked(work, booking_id))
    if not permissions.may_keep(work.actor, locked.path):
        acting(work, locked)
        raise Forbidden
    return locked


def is_staff_acting(acted_by: ActedBy | None) -> bool:
    """Whether a worker acts for the holder."""
    return acted_by is not None and acted_by.acting_as is ActingAs.STAFF


def _acts_for(work: UnitOfWork, organisation_id: UUID) -> bool:
    """Whether the actor works in the organisation, or is a resident who may use rooms in its name."""
    actor = work.actor
    if actor.resident_id is not None:
        return organisations.has_right_to_rooms(work, organisation_id, actor.resident_id)
    return organisation_id in actor.served_organisations()
