"""The registry of social organisations over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.organisations.errors import NotSocial
from service.organisations.queries import organisation
from service.organisations.registry import actions, queries
from service.organisations.registry.errors import ImpossibleTerm, RatingOnlyEnds, RatingOverlaps
from service.organisations.registry.models import Programme, Rating
from service.organisations.registry.schemas import (
    OrganisationProgrammeChangesSchema,
    OrganisationProgrammeFilterSchema,
    OrganisationProgrammeRequestSchema,
    OrganisationProgrammeSchema,
    OrganisationRatingEndSchema,
    OrganisationRatingRequestSchema,
    OrganisationRatingSchema,
)
from service.regions.errors import NoSuchRegion

registry = Blueprint(
    "organisation_registry",
    url_prefix="/organisations/<uuid:organisation_id>",
    description="社会组织: how they were rated, and what was done to bring them on.",
)


@registry.get("/ratings")
@registry.paged(OrganisationRatingSchema)
def list_organisation_ratings(
    work: UnitOfWork, wanted: dict[str, Any], organisation_id: UUID
) -> Page[Rating]:
    """List how an organisation was rated, the newest first."""
    work.found(organisation(work, organisation_id))
    return queries.ratings(work, organisation_id, **wanted)


@registry.post("/ratings")
@registry.arguments(OrganisationRatingRequestSchema)
@registry.response(201, OrganisationRatingSchema)
@registry.fails(NotSocial, RatingOverlaps, ImpossibleTerm)
def rate_organisation(work: UnitOfWork, told: dict[str, Any], organisation_id: UUID) -> Rating:
    """Note how a social organisation was rated, as district staff; what held until then ends the day before."""
    return actions.rate(work, organisation_id, **told)


@registry.patch("/ratings/<uuid:rating_id>")
@registry.arguments(OrganisationRatingEndSchema)
@registry.response(200, OrganisationRatingSchema)
@registry.fails(RatingOnlyEnds, ImpossibleTerm)
def end_organisation_rating(
    work: UnitOfWork, told: dict[str, Any], organisation_id: UUID, rating_id: UUID
) -> Rating:
    """Let a rating end before its term, with the reason, as district staff."""
    return actions.end_rating(work, organisation_id, rating_id, **told)


@registry.get("/programmes")
@registry.paged(OrganisationProgrammeSchema, OrganisationProgrammeFilterSchema)
def list_organisation_programmes(
    work: UnitOfWork, wanted: dict[str, Any], organisation_id: UUID
) -> Page[Programme]:
    """List what was done to bring an organisation on, the newest first."""
    work.found(organisation(work, organisation_id))
    return queries.programmes(work, organisation_id, **wanted)


@registry.post("/programmes")
@registry.arguments(OrganisationProgrammeRequestSchema)
@registry.response(201, OrganisationProgrammeSchema)
@registry.fails(NotSocial, NoSuchRegion, OutOfScope, ImpossibleTerm)
def add_organisation_programme(work: UnitOfWork, told: dict[str, Any], organisation_id: UUID) -> Programme:
    """Note what is done to bring a social organisation on, as staff who work with rooms there."""
    return actions.add_programme(work, organisation_id, **told)


@registry.patch("/programmes/<uuid:programme_id>")
@registry.arguments(OrganisationProgrammeChangesSchema)
@registry.response(200, OrganisationProgrammeSchema)
@registry.fails(NoSuchRegion, OutOfScope, ImpossibleTerm)
def change_organisation_programme(
    work: UnitOfWork, changes: dict[str, Any], organisation_id: UUID, programme_id: UUID
) -> Programme:
    """Say anew what was done, such as how it ended."""
    return actions.change_programme(work, organisation_id, programme_id, **changes)


@registry.delete("/programmes/<uuid:programme_id>")
@registry.response(204)
@registry.fails(OutOfScope)
def drop_organisation_programme(work: UnitOfWork, organisation_id: UUID, programme_id: UUID) -> None:
    """Take back a note that was made by mistake."""
    actions.drop_programme(work, organisation_id, programme_id)
