"""Possible duplicates and merges over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.merging import actions, permissions, queries
from service.residents.merging.errors import (
    ClaimUndecided,
    DifferentIdNumbers,
    MergeStands,
    OneHasDied,
    SameRecord,
)
from service.residents.merging.models import Merge
from service.residents.merging.queries import ShownDuplicate
from service.residents.merging.rules import Part
from service.residents.merging.schemas import (
    DuplicateFilterSchema,
    DuplicateSchema,
    MergeFilterSchema,
    MergeRequestSchema,
    MergeSchema,
)

duplicates = Blueprint(
    "duplicates", url_prefix="/residents", description="重复档案: who may be on record twice."
)
merges = Blueprint("merges", url_prefix="/merges", description="合并记录: records that became one.")


@duplicates.get("/duplicates", audited=True)
@duplicates.paged(DuplicateSchema, DuplicateFilterSchema)
@duplicates.fails(OutOfScope)
def list_duplicates(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownDuplicate]:
    """List pairs of records that may be one person, where one keeps at least one of the two."""
    work.require(bool(permissions.served_regions(work.actor)))
    return queries.duplicates(work, **wanted)


@duplicates.post("/duplicates/<uuid:duplicate_id>/dismiss")
@duplicates.response(200, DuplicateSchema)
@duplicates.fails(WrongState)
def dismiss_duplicate(work: UnitOfWork, duplicate_id: UUID) -> ShownDuplicate:
    """Note that the two are different people; the pair is not proposed again."""
    work.require(bool(permissions.served_regions(work.actor)))
    pair = work.found(queries.duplicate_to_decide(work, duplicate_id))
    actions.dismiss(work, pair)
    return queries.duplicate(work, duplicate_id)


@duplicates.post("/<uuid:resident_id>/merge")
@duplicates.arguments(MergeRequestSchema)
@duplicates.response(201, MergeSchema)
@duplicates.fails(OutOfScope, SameRecord, DifferentIdNumbers, ClaimUndecided, OneHasDied)
def merge_residents(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> Merge:
    """Let another record of the same person give way to this one, as a worker who keeps both.

    All that hung on it hangs on this one from then on; for some days (`undo_until`) it can be undone.
    """
    keep = {Part(part): which for part, which in wanted["keep"].items()}
    return actions.merge(work, resident_id, other_id=wanted["other_id"], keep=keep)


@merges.get(audited=True)
@merges.paged(MergeSchema, MergeFilterSchema)
def list_merges(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Merge]:
    """List the merges of one's places, the newest first."""
    work.require(bool(permissions.served_regions(work.actor)))
    return queries.merges(work, **wanted)


@merges.get("/<uuid:merge_id>", audited=True)
@merges.response(200, MergeSchema)
def get_merge(work: UnitOfWork, merge_id: UUID) -> Merge:
    """Read a merge of one's places."""
    return work.found(queries.merge(work, merge_id))


@merges.post("/<uuid:merge_id>/undo")
@merges.response(200, MergeSchema)
@merges.fails(OutOfScope, WrongState, MergeStands)
def undo_merge(work: UnitOfWork, merge_id: UUID) -> Merge:
    """Let both records stand again; what came after the merge stays with the one that stayed."""
    return actions.undo(work, merge_id)
