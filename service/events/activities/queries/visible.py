"""Which activities and sign-ups the actor may see."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from service.events.activities.models import Activity, ActivityRegion, ActivityTag, ActivityWait, SignUp
from service.events.activities.permissions import ORGANISERS, PROXY_SCOPE, may_receive
from service.events.activities.queries.facts import ActivityFacts
from service.events.activities.rules import SHOWN
from service.kit.actor import REGION_STAFF, Function
from service.kit.work import UnitOfWork
from service.organisations.queries import belonging
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.tags import permissions as tag_permissions
from service.residents.tags.queries import codes_of_all, every_tag


@dataclass(frozen=True, slots=True)
class Reader:
    """As whom a resident reads: themself and those whose proxy they are, and the organisations to which they belong.

    Of who comes to what an organisation offers those read who publish in its name.
    """

    resident_id: UUID | None
    represented: list[UUID]
    organisation_ids: list[UUID]
    publishes_for: list[UUID]


def reader(work: UnitOfWork) -> Reader | None:
    """As whom the actor reads, if they are a resident."""
    actor = work.actor
    if not actor.is_resident or actor.account_id is None:
        return None
    elders = residents.elder_ids(work, actor.account_id, PROXY_SCOPE)
    own = actor.resident_id
    if own is None:
        return Reader(None, elders, [], [])
    theirs = belonging(work, own)
    return Reader(own, [own, *elders], theirs.organisation_ids, theirs.publishes_for)


def is_seen(work: UnitOfWork, as_whom: Reader | None) -> ColumnElement[bool]:
    """The condition that the actor sees an activity: it is theirs to organise, is for them, or they take part."""
    if work.actor.is_system:
        return true()
    if as_whom is None:
        return _seen_by_staff(work)
    shown = and_(Activity.status.in_(SHOWN), Activity.published_at.is_not(None))
    for_them = or_(false(), *_for_each(work, as_whom.represented), takes_part(as_whom))
    return or_(Activity.organisation_id.in_(as_whom.organisation_ids), and_(shown, for_them))


def takes_part(as_whom: Reader) -> ColumnElement[bool]:
    """The condition that somebody for whom they read has or had a place in an activity, or waits for one."""
    signed_up = select(SignUp.activity_id).where(is_own(SignUp, as_whom))
    waiting = select(ActivityWait.activity_id).where(is_own(ActivityWait, as_whom))
    return or_(Activity.id.in_(signed_up), Activity.id.in_(waiting))


def is_own(model: type[SignUp] | type[ActivityWait], as_whom: Reader) -> ColumnElement[bool]:
    """The condition that a sign-up, or a wait, is of whom a resident looks after, or of whom they brought."""
    own = model.resident_id.in_(as_whom.represented)
    return own if as_whom.resident_id is None else or_(own, model.brought_by == as_whom.resident_id)


def is_received(work: UnitOfWork) -> ColumnElement[bool]:
    """The condition that an activity is one whose people the actor receives, as a worker: see `receives`."""
    served = work.actor.served_regions(REGION_STAFF, Function.NOTICES)
    if not served:
        return false()
    of_hidden = exists().where(
        ActivityTag.activity_id == Activity.id, ActivityTag.tag_code.in_(_hidden_tags(work))
    )
    return and_(Activity.region_code.in_(regions.below(served)), ~of_hidden)


def receives(work: UnitOfWork, facts: ActivityFacts) -> bool:
    """Whether the actor receives the people of an activity, as a worker.

    Who comes to what is for people with a tag has the tag: so that is only for who may see it on them.
    """
    return may_receive(work.actor, facts.path) and may_know_who(work, facts)


def may_know_who(work: UnitOfWork, facts: ActivityFacts) -> bool:
    """Whether the actor, as staff, may see on people all that brings them to an activity."""
    return not facts.audience or facts.audience.isdisjoint(_hidden_tags(work))


def _hidden_tags(work: UnitOfWork) -> set[str]:
    """The sensitive tags that the actor may not see on everybody whom they serve with notices."""
    if work.actor.is_system:
        return set()
    sensitive = [tag for tag in every_tag(work) if tag.is_sensitive]
    seen = tag_permissions.seen_wherever_served(work.actor, sensitive, Function.NOTICES)
    return {tag.code for tag in sensitive} - {tag.code for tag in seen}


def _seen_by_staff(work: UnitOfWork) -> ColumnElement[bool]:
    actor = work.actor
    organised = Activity.region_code.in_(regions.below(actor.served_regions(ORGANISERS, Function.NOTICES)))
    served = actor.served_regions(REGION_STAFF)
    if not served:
        return false()
    above = [code for top in served for code in regions.path_of(work, top)]
    within = or_(ActivityRegion.region_code.in_(regions.below(served)), ActivityRegion.region_code.in_(above))
    there = exists().where(ActivityRegion.activity_id == Activity.id, within)
    return or_(organised, and_(Activity.status.in_(SHOWN), Activity.published_at.is_not(None), there))


def _for_each(work: UnitOfWork, resident_ids: Collection[UUID]) -> list[ColumnElement[bool]]:
    """For each of these people the condition that an activity is meant for them."""
    standings = residents.standings(work, resident_ids)
    tags = codes_of_all(work, resident_ids)
    return [_is_for(each.path, tags[each.resident_id]) for each in standings.values() if each.path]


def _is_for(path: Collection[str], tags: Collection[str]) -> ColumnElement[bool]:
    here = exists().where(ActivityRegion.activity_id == Activity.id, ActivityRegion.region_code.in_(path))
    needs = exists().where(ActivityTag.activity_id == Activity.id)
    has = needs.where(ActivityTag.tag_code.in_(tags))
    return and_(here, or_(~needs, has))
