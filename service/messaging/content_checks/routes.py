"""Checks of contents over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.messaging.content_checks import actions, queries
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.schemas import (
    ContentBlockSchema,
    ContentCheckFilterSchema,
    ContentCheckSchema,
)

content_checks = Blueprint(
    "content_checks",
    url_prefix="/content-checks",
    description="内容审核: what residents write, before others see it.",
)


@content_checks.get()
@content_checks.paged(ContentCheckSchema, ContentCheckFilterSchema)
def list_content_checks(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ContentCheck]:
    """List what residents wrote where one answers for it (function `notices`), the oldest first.

    The machine decides most; what it is not sure of, does not answer in time, or where there is no machine, waits here.
    """
    return queries.checks(work, **wanted)


@content_checks.get("/<uuid:check_id>")
@content_checks.response(200, ContentCheckSchema)
def get_content_check(work: UnitOfWork, check_id: UUID) -> ContentCheck:
    """Read one check."""
    return queries.check(work, check_id)


@content_checks.post("/<uuid:check_id>/pass")
@content_checks.response(200, ContentCheckSchema)
@content_checks.fails(NotFound, WrongState)
def pass_content(work: UnitOfWork, check_id: UUID) -> ContentCheck:
    """Let others see a text; who was told that it is blocked is told of this too."""
    return actions.let_pass(work, check_id)


@content_checks.post("/<uuid:check_id>/block")
@content_checks.arguments(ContentBlockSchema)
@content_checks.response(200, ContentCheckSchema)
@content_checks.fails(NotFound, WrongState)
def block_content(work: UnitOfWork, told: dict[str, Any], check_id: UUID) -> ContentCheck:
    """Let nobody but its author see a text, also one that has passed; its author is told why."""
    return actions.block(work, check_id, told["reason"])
