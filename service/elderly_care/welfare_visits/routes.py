"""Visiting care over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.requests.errors import NotVerifiedElder
from service.elderly_care.welfare_visits import actions, queries
from service.elderly_care.welfare_visits.errors import (
    BeforeItsPeriod,
    FindingsIncomplete,
    ImpossibleNext,
    ImpossibleUntil,
    NotVisited,
    OnlyCommunityLowers,
    RhythmsIncomplete,
    RuleAsksNothing,
)
from service.elderly_care.welfare_visits.queries import ShownElder, ShownVisit, WelfareFigures
from service.elderly_care.welfare_visits.queries.policies import ShownPolicy
from service.elderly_care.welfare_visits.schemas import (
    NewWelfarePolicySchema,
    WelfareChangeSchema,
    WelfareElderSchema,
    WelfareFiguresArgumentsSchema,
    WelfareFiguresSchema,
    WelfareGradeSchema,
    WelfarePolicySchema,
    WelfareVisitDoneSchema,
    WelfareVisitFilterSchema,
    WelfareVisitSchema,
    WelfareWishSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.tags.errors import NoSuchTag

welfare_visits = Blueprint(
    "care_welfare_visits",
    url_prefix="/care/welfare-visits",
    description="探访关爱: whom to call on, until when, and what was found.",
)
welfare_elders = Blueprint(
    "care_welfare_elders",
    url_prefix="/care/welfare-elders",
    description="探访对象: how one elder is called on, and why.",
)
welfare_policies = Blueprint(
    "care_welfare_policies",
    url_prefix="/care/welfare-policies",
    description="探访规则: who is called on how often.",
)


@welfare_visits.get(kept_nowhere=True)
@welfare_visits.paged(WelfareVisitSchema, WelfareVisitFilterSchema)
@welfare_visits.fails(OutOfScope)
def list_welfare_visits(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownVisit]:
    """List the visits that are due where one calls on people, in walking order; to who oversees a place its late ones.

    Telephones are in full for who calls; each person shown can see in their access log who read them.
    """
    return actions.read_list(work, **wanted)


@welfare_visits.get("/figures")
@welfare_visits.arguments(WelfareFiguresArgumentsSchema, location="query")
@welfare_visits.response(200, WelfareFiguresSchema)
@welfare_visits.fails(NotFound, OutOfScope)
def count_welfare_visits(work: UnitOfWork, wanted: dict[str, Any]) -> WelfareFigures:
    """Count the visits of a place and a month, by the places right below it."""
    return queries.figures(work, **wanted)


@welfare_visits.get("/<uuid:welfare_visit_id>")
@welfare_visits.response(200, WelfareVisitSchema)
def get_welfare_visit(work: UnitOfWork, welfare_visit_id: UUID) -> ShownVisit:
    """Read a visit with its tries."""
    return actions.read(work, queries.readable(work, welfare_visit_id))


@welfare_visits.post("/<uuid:welfare_visit_id>/done")
@welfare_visits.arguments(WelfareVisitDoneSchema)
@welfare_visits.response(200, WelfareVisitSchema)
@welfare_visits.fails(
    WrongState, OutOfScope, BeforeItsPeriod, FindingsIncomplete, ImpossibleNext, NoSuchService
)
def note_welfare_visit(work: UnitOfWork, wanted: dict[str, Any], welfare_visit_id: UUID) -> ShownVisit:
    """Note one try at calling on somebody, at the door or by telephone, however late it is sent.

    Who was not met stays due. What is urgent rings an alarm; what somebody needs is asked for. Noted once it is never
    changed: a later visit says what is different.
    """
    row = actions.done(work, welfare_visit_id, **wanted)
    return actions.read(work, row, in_full=True)


@welfare_elders.get("/<uuid:elder_id>")
@welfare_elders.response(200, WelfareElderSchema)
@welfare_elders.fails(OutOfScope)
def get_welfare_elder(work: UnitOfWork, elder_id: UUID) -> ShownElder:
    """Read how an elder is called on: as who calls there or oversees it, as the elder, or acting for them."""
    return actions.read_elder(work, elder_id)


@welfare_elders.post("/<uuid:elder_id>/grade")
@welfare_elders.arguments(WelfareGradeSchema)
@welfare_elders.response(200, WelfareElderSchema)
@welfare_elders.fails(OutOfScope, NotVerifiedElder, OnlyCommunityLowers, ImpossibleUntil)
def set_welfare_grade(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> ShownElder:
    """Set a grade by hand until a last day: a higher one as who calls there, a lower one as the community.

    A lower one ends by itself when the policy comes to ask more than it did.
    """
    actions.set_grade(work, elder_id, **wanted)
    return actions.read_elder(work, elder_id)


@welfare_elders.post("/<uuid:elder_id>/wish")
@welfare_elders.arguments(WelfareWishSchema)
@welfare_elders.response(200, WelfareElderSchema)
@welfare_elders.fails(OutOfScope)
def tell_welfare_wish(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> ShownElder:
    """Say how the elder wishes to be called on, as the elder, for them, or as the worker who heard it."""
    actions.tell_wish(work, elder_id, **wanted)
    return actions.read_elder(work, elder_id)


@welfare_elders.post("/<uuid:elder_id>/change")
@welfare_elders.arguments(WelfareChangeSchema)
@welfare_elders.response(200, WelfareElderSchema)
@welfare_elders.fails(OutOfScope, NotVisited)
def note_welfare_change(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> ShownElder:
    """Note a major change that one has heard of: the next visit is due soon."""
    actions.note_change(work, elder_id, **wanted)
    return actions.read_elder(work, elder_id)


@welfare_policies.get()
@welfare_policies.paged(WelfarePolicySchema)
def list_welfare_policies(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownPolicy]:
    """List the versions of the policy, the one that holds first; everybody may know who is called on."""
    return queries.policies(work, **wanted)


@welfare_policies.post()
@welfare_policies.arguments(NewWelfarePolicySchema)
@welfare_policies.response(201, WelfarePolicySchema)
@welfare_policies.fails(RhythmsIncomplete, RuleAsksNothing, NoSuchTag)
def set_welfare_policy(work: UnitOfWork, wanted: dict[str, Any]) -> ShownPolicy:
    """Let another version hold from now on, as the district; everybody's visits follow."""
    row = actions.set_policy(work, rhythms=wanted["rhythms"], grade_rules=wanted["rules"])
    return queries.shown_policy(row)
