"""Reading the time bank, each reading by staff noted."""

from typing import Any
from uuid import UUID

from service.events.volunteering import queries
from service.events.volunteering.models import VolunteerHours
from service.events.volunteering.queries import ShownAccount, ShownCorrection, ShownEntry, ShownHours
from service.kit.errors import NotFound
from service.kit.pages import Page
from service.kit.work import UnitOfWork


def read_account(work: UnitOfWork, resident_id: UUID | None = None) -> ShownAccount:
    """What somebody has, the actor unless said otherwise. Raises NotFound, Forbidden."""
    wanted = resident_id or work.actor.resident_id
    if wanted is None:
        raise NotFound
    who = queries.standing_of(work, wanted)
    _note(work, "get_time_account", {wanted}, region_code=who.region_code)
    return queries.account(work, wanted)


def read_hours(work: UnitOfWork, **wanted: Any) -> Page[ShownHours]:
    """A page of hours."""
    found = queries.hours(work, **wanted)
    _note(work, "list_volunteer_hours", {each.resident_id for each in found.items})
    return found


def read_one(work: UnitOfWork, row: VolunteerHours) -> ShownHours:
    """Some hours."""
    _note(work, "get_volunteer_hours", {row.resident_id}, subject=row.id, region_code=row.region_code)
    return queries.shown_hours(work, row)


def read_entries(work: UnitOfWork, **wanted: Any) -> Page[ShownEntry]:
    """A page of entries."""
    found = queries.entries(work, **wanted)
    sides = [side for each in found.items for side in (each.from_account, each.to_account)]
    _note(work, "list_time_entries", {each.resident_id for each in sides if each.resident_id})
    return found


def read_corrections(work: UnitOfWork, **wanted: Any) -> Page[ShownCorrection]:
    """A page of corrections."""
    found = queries.corrections(work, **wanted)
    _note(work, "list_time_corrections", {each.resident_id for each in found.items})
    return found


def _note(work: UnitOfWork, action: str, people: set[UUID], **facts: Any) -> None:
    if people and work.actor.is_staff:
        work.audit(action, people=sorted(people), **facts)
