"""Schemes over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.subsidies import actions, queries
from service.elderly_care.subsidies.errors import NotAPublicPayer, SchemeDays, SchemeOnList, SharesNotWhole
from service.elderly_care.subsidies.queries import ShownScheme
from service.elderly_care.subsidies.schemas import (
    NewSubsidySchemeSchema,
    SubsidySchemeChangesSchema,
    SubsidySchemeFilterSchema,
    SubsidySchemeSchema,
)
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.work import UnitOfWork

schemes = Blueprint(
    "care_subsidy_schemes",
    url_prefix="/care/subsidy-schemes",
    description="补贴方案: what is paid of care, for whom.",
)


@schemes.get()
@schemes.paged(SubsidySchemeSchema, SubsidySchemeFilterSchema)
def list_subsidy_schemes(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownScheme]:
    """List the schemes; everybody may know what is paid for whom."""
    return queries.schemes(work, **wanted)


@schemes.post()
@schemes.arguments(NewSubsidySchemeSchema)
@schemes.response(201, SubsidySchemeSchema)
@schemes.fails(SchemeOnList, NotAPublicPayer, SchemeDays, SharesNotWhole)
def add_subsidy_scheme(work: UnitOfWork, wanted: dict[str, Any]) -> ShownScheme:
    """Put a scheme on the list, as staff of the district who have care in hand."""
    return queries.shown(work, actions.add_scheme(work, **wanted))


@schemes.get("/<uuid:scheme_id>")
@schemes.response(200, SubsidySchemeSchema)
def get_subsidy_scheme(work: UnitOfWork, scheme_id: UUID) -> ShownScheme:
    """Read a scheme."""
    return queries.shown(work, work.found(queries.scheme(work, scheme_id)))


@schemes.patch("/<uuid:scheme_id>")
@schemes.arguments(SubsidySchemeChangesSchema)
@schemes.response(200, SubsidySchemeSchema)
@schemes.fails(SchemeDays, SharesNotWhole)
def change_subsidy_scheme(work: UnitOfWork, changes: dict[str, Any], scheme_id: UUID) -> ShownScheme:
    """Change a scheme, or set its last day; what was agreed by it stands."""
    row = work.found(queries.scheme(work, scheme_id))
    work.expect(row)
    return queries.shown(work, actions.change_scheme(work, row, changes))
