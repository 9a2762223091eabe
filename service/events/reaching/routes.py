"""What became of a notice and how it gets to every household, over HTTP."""

from typing import Any
from uuid import UUID

from service.events.reaching import actions
from service.events.reaching.actions import ShownReaching
from service.events.reaching.errors import NobodyToReach, ReachedThroughAdult
from service.events.reaching.queries import ShownHousehold
from service.events.reaching.schemas import (
    HouseholdFilterSchema,
    HouseholdToReachSchema,
    NoticeReceiptsSchema,
    ReachedSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, WrongState
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.work import UnitOfWork

reaching = Blueprint(
    "reaching", url_prefix="/notices", description="触达: how notices get to every household."
)


@reaching.get("/<uuid:notice_id>/receipts")
@reaching.arguments(PageArgumentsSchema, location="query")
@reaching.response(200, NoticeReceiptsSchema)
@reaching.fails(OutOfScope, WrongState)
def get_notice_receipts(work: UnitOfWork, wanted: dict[str, Any], notice_id: UUID) -> ShownReaching:
    """Read how many of its addressees have read and confirmed a notice, by grid, at the places that one serves.

    Of one that must reach also how its households were reached; workers see who is not reached yet, with telephone
    numbers, which stands in those people's access log.
    """
    return actions.read_receipts(work, notice_id, **wanted)


@reaching.get("/<uuid:notice_id>/households")
@reaching.paged(HouseholdToReachSchema, HouseholdFilterSchema)
@reaching.fails(OutOfScope, WrongState)
def list_notice_households(work: UnitOfWork, wanted: dict[str, Any], notice_id: UUID) -> Page[ShownHousehold]:
    """List the households of a notice that must reach: who is to be called or visited, and how each was reached.

    For their workers, grid by grid in the order of the doors. What they read stands in those people's access log.
    """
    return actions.read_households(work, notice_id, **wanted)


@reaching.post("/<uuid:notice_id>/reached", audited=False)
@reaching.arguments(ReachedSchema)
@reaching.response(200, HouseholdToReachSchema)
@reaching.fails(OutOfScope, WrongState, NobodyToReach, ReachedThroughAdult)
def note_notice_reached(work: UnitOfWork, told: dict[str, Any], notice_id: UUID) -> ShownHousehold:
    """Tick off a household to whose adult one has spoken at the door or by telephone; the first time counts.

    That the worker has seen the household's names and door with it stands in its people's access log.
    """
    return actions.reach(work, notice_id, **told)
