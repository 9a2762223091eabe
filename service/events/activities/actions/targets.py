"""For whom an activity is: places and tags, within what its author may name."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, insert

from service.events.activities import permissions
from service.events.activities.errors import UnknownTarget
from service.events.activities.models import ActivityRegion, ActivityTag
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.tags import permissions as tag_permissions
from service.residents.tags import queries as tags


def check_targets(
    work: UnitOfWork,
    region_codes: Sequence[str],
    audience: Sequence[str],
    *,
    as_worker: bool,
    organisation_id: UUID | None,
) -> None:
    """Refuse places and tags that the author may not name. Raises UnknownTarget, OutOfScope.

    A worker invites the people of their own places, by tags that they may see on them. Members of an organisation
    invite whom they like; a worker looks at that again before it is published. Since they see who comes, nobody is
    invited to an organisation by a tag that is no neighbour's business.
    """
    may_be_sensitive = as_worker and organisation_id is None
    paths = regions.paths_of(work, region_codes)
    for place, code in enumerate(region_codes):
        path = paths.get(code)
        if not path:
            raise UnknownTarget(field=f"region_codes.{place}")
        if as_worker:
            work.require(permissions.may_organise(work.actor, path), OutOfScope)
    for number, code in enumerate(audience):
        if not _may_name(work, code, paths.values(), may_be_sensitive=may_be_sensitive):
            raise UnknownTarget(field=f"audience.{number}")


def set_targets(
    work: UnitOfWork, activity_id: UUID, region_codes: Sequence[str] | None, audience: Sequence[str] | None
) -> None:
    """Let an activity be for these people instead; None leaves the places, or the tags, as they are."""
    if region_codes is not None:
        work.session.execute(delete(ActivityRegion).where(ActivityRegion.activity_id == activity_id))
        rows = [{"activity_id": activity_id, "region_code": code} for code in dict.fromkeys(region_codes)]
        work.session.execute(insert(ActivityRegion), rows)
    if audience is not None:
        work.session.execute(delete(ActivityTag).where(ActivityTag.activity_id == activity_id))
        named = [{"activity_id": activity_id, "tag_code": code} for code in dict.fromkeys(audience)]
        if named:
            work.session.execute(insert(ActivityTag), named)


def _may_name(work: UnitOfWork, code: str, paths: Iterable[Sequence[str]], *, may_be_sensitive: bool) -> bool:
    tag = tags.tag(work, code)
    if tag is None or tag.retired_at is not None:
        return False
    if not tag.is_sensitive:
        return True
    return may_be_sensitive and all(tag_permissions.may_see(work.actor, tag, path) for path in paths)
