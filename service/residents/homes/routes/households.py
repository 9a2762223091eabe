"""Households over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.homes import actions, queries
from service.residents.homes.errors import (
    HouseholderTwice,
    ImpossibleResidenceDay,
    LivesThereAlready,
    NoSuchHome,
    NotAMember,
    ResidenceOverlaps,
)
from service.residents.homes.queries import ShownHousehold
from service.residents.homes.schemas import (
    HouseholdChangesSchema,
    HouseholdFilterSchema,
    HouseholdSchema,
    NewHouseholdSchema,
    SplitSchema,
)
from service.residents.people import permissions

households = Blueprint(
    "households", url_prefix="/households", description="户: who keeps house together in a home."
)


@households.get()
@households.paged(HouseholdSchema, HouseholdFilterSchema)
def list_households(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownHousehold]:
    """List the households of one's part of the district, with their members, who see it in their access log."""
    work.require(bool(permissions.served_regions(work.actor)))
    return actions.look_through_households(work, **wanted)


@households.post()
@households.arguments(NewHouseholdSchema)
@households.response(201, HouseholdSchema)
@households.fails(
    OutOfScope,
    NoSuchHome,
    NotAMember,
    HouseholderTwice,
    LivesThereAlready,
    ResidenceOverlaps,
    ImpossibleResidenceDay,
)
def found_household(work: UnitOfWork, wanted: dict[str, Any]) -> ShownHousehold:
    """Put a household on record, with people who live in that home."""
    work.require(bool(permissions.served_regions(work.actor)))
    return queries.shown_household(work, actions.found_household(work, **wanted))


@households.get("/<uuid:household_id>")
@households.response(200, HouseholdSchema)
def get_household(work: UnitOfWork, household_id: UUID) -> ShownHousehold:
    """Read who belongs to a household; they see that in their access log."""
    return actions.show_household(work, household_id)


@households.patch("/<uuid:household_id>")
@households.arguments(HouseholdChangesSchema)
@households.response(200, HouseholdSchema)
@households.fails(OutOfScope, NotAMember, HouseholderTwice)
def change_household(work: UnitOfWork, changes: dict[str, Any], household_id: UUID) -> ShownHousehold:
    """Change a household's kind or number, its householder, and what the others are to them."""
    household = work.found(queries.household(work, household_id, to_change=True))
    work.expect(household)
    return queries.shown_household(work, actions.change_household(work, household, changes))


@households.post("/<uuid:household_id>/split")
@households.arguments(SplitSchema)
@households.response(201, HouseholdSchema)
@households.fails(OutOfScope, NotAMember, HouseholderTwice, ResidenceOverlaps, ImpossibleResidenceDay)
def split_household(work: UnitOfWork, wanted: dict[str, Any], household_id: UUID) -> ShownHousehold:
    """Let some members be a household of their own in the same home (分户)."""
    household = work.found(queries.household(work, household_id, to_change=True))
    return queries.shown_household(work, actions.split_household(work, household, **wanted))
