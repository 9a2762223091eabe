"""Facts about merges that other domains act on."""

from uuid import UUID

from service.kit.messages import message


@message
class ResidentsMerged:
    """One record gave way to another; all that pointed to `merged_id` points to `resident_id` already."""

    merge_id: UUID
    resident_id: UUID
    merged_id: UUID


@message
class MergeUndone:
    """A merge was taken back: both are on record again, each with what was theirs."""

    merge_id: UUID
    resident_id: UUID
    merged_id: UUID
