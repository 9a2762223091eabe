"""For whom somebody signs up, whether they may, and how they act for a place that somebody has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.events.activities import queries
from service.events.activities.errors import NobodyNamed, NotTargeted, NotVerified
from service.events.activities.models import ActivityWait, SignUp
from service.events.activities.permissions import PROXY_SCOPE
from service.events.activities.queries import ActivityFacts
from service.events.activities.rules import SHOWN
from service.kit.acting import ActedBy, by_staff
from service.kit.actor import Function
from service.kit.errors import Forbidden, NotFound, OutOfScope
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.organisations.errors import NoRightToPublish
from service.residents import actions as residents
from service.residents.homes.queries import housemates
from service.residents.queries import Standing, standings
from service.residents.tags.queries import codes_of_all


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who is to have a place; `brought_by` is who of their household asks for it."""

    resident: Standing
    acted_by: ActedBy | None
    brought_by: UUID | None

    @property
    def id(self) -> UUID:
        return self.resident.resident_id


def participants(
    work: UnitOfWork, facts: ActivityFacts, resident_ids: Sequence[UUID] | None
) -> list[Participant]:
    """Who is to have a place, the actor unless others are named: each verified and meant by the activity.

    Raises NotFound where the activity is for none of them, NotTargeted where for some; NotVerified, OutOfScope.
    """
    if facts.status not in SHOWN:
        raise NotFound
    wanted = named(work, facts, resident_ids)
    mates = _housemates(work, wanted)
    acting = {each: _acting(work, each, mates) for each in wanted}
    found = standings(work, wanted)
    people = [Participant(work.found(found.get(each)), *acting[each]) for each in wanted]
    check_meant(work, facts, [each.resident for each in people])
    return people


def named(work: UnitOfWork, facts: ActivityFacts, resident_ids: Sequence[UUID] | None) -> list[UUID]:
    """These residents, each once, or the actor.

    Raises NobodyNamed, NotVerified; NotFound to staff of other places, OutOfScope to who would learn who has a tag.
    """
    if work.actor.is_staff and not queries.receives(work, facts):
        work.found(queries.activity(work, facts.id))
        work.require(queries.may_know_who(work, facts), OutOfScope)
    if resident_ids:
        return list(dict.fromkeys(resident_ids))
    if work.actor.resident_id is not None:
        return [work.actor.resident_id]
    if work.actor.is_resident:
        raise NotVerified
    raise NobodyNamed(field="resident_ids")


def check_meant(work: UnitOfWork, facts: ActivityFacts, people: Sequence[Standing]) -> None:
    """Raises NotVerified, NotTargeted, or NotFound to who can not see the activity at all."""
    tags = codes_of_all(work, [each.resident_id for each in people]) if facts.audience else {}
    meant = [facts.is_for(each.path, tags.get(each.resident_id, ())) for each in people]
    if not any(meant) and not _organises(work, facts):
        raise NotFound
    if not all(each.is_verified for each in people):
        raise NotVerified
    if not all(meant):
        raise NotTargeted


def acting_for(
    work: UnitOfWork, facts: ActivityFacts, resident_id: UUID, row: SignUp | ActivityWait | None
) -> ActedBy | None:
    """How the actor may treat what somebody has there: as who receives people, in person, as who brought them, or for them.

    Raises OutOfScope, NotFound; to a neighbour alike whether there is such a `row` or not.
    """
    if queries.receives(work, facts):
        return by_staff(work.actor)
    own = work.actor.resident_id
    if own is not None and own in (resident_id, row.brought_by if row else None):
        return None
    return residents.act_for(work, resident_id, PROXY_SCOPE, Function.NOTICES)


def publishes_for(work: UnitOfWork, organisation_id: UUID | None) -> bool:
    """Whether the actor is a member of this organisation who may publish in its name."""
    own = work.actor.resident_id
    return (
        organisation_id is not None
        and own is not None
        and organisations.has_right_to_publish(work, organisation_id, own)
    )


def refusal(work: UnitOfWork, organisation_id: UUID | None) -> type[Forbidden]:
    """How somebody is refused who sees an activity and does not organise it: a member is told which right they lack."""
    return NoRightToPublish if is_member(work, organisation_id) else OutOfScope


def is_member(work: UnitOfWork, organisation_id: UUID | None) -> bool:
    """Whether the actor is a resident who belongs to this organisation."""
    own = work.actor.resident_id
    return (
        organisation_id is not None
        and own is not None
        and organisations.is_member(work, organisation_id, own)
    )


def _housemates(work: UnitOfWork, wanted: Sequence[UUID]) -> Collection[UUID]:
    own = work.actor.resident_id
    return housemates(work, own) if own is not None and set(wanted) != {own} else ()


def _acting(
    work: UnitOfWork, resident_id: UUID, mates: Collection[UUID]
) -> tuple[ActedBy | None, UUID | None]:
    if resident_id in mates:
        return None, work.actor.resident_id
    return residents.act_for(work, resident_id, PROXY_SCOPE, Function.NOTICES), None


def _organises(work: UnitOfWork, facts: ActivityFacts) -> bool:
    return queries.receives(work, facts) or is_member(work, facts.organisation_id)
