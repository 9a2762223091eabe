"""Keeping, attaching and reading files; the type is told by the content, never by the name."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import puremagic
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import undefer

from service.kit.files.errors import NoSuchFile, TooManyUploads, UnknownFileType, UploadTooLarge
from service.kit.files.models import File
from service.kit.merging import references
from service.kit.work import UnitOfWork

MEDIA_TYPES = ("application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp")
_AN_HOUR = 3600


def keep(work: UnitOfWork, body: bytes) -> File:
    """Keep an upload; raises UnknownFileType, UploadTooLarge, TooManyUploads."""
    settings = work.house.settings
    if len(body) > settings.max_upload_bytes:
        raise UploadTooLarge
    if _uploaded_in_a_day(work) + len(body) > settings.daily_upload_bytes:
        raise TooManyUploads(retry_after=_AN_HOUR, mebibytes=settings.daily_upload_bytes // 2**20)
    kept = File(
        uploaded_by=work.actor.account_id,
        uploaded_at=work.now,
        media_type=media_type_of(body),
        size=len(body),
        body=body,
    )
    work.session.add(kept)
    return kept


def _uploaded_in_a_day(work: UnitOfWork) -> int:
    """How many bytes the actor has left here since yesterday: files last, and anybody may log in."""
    since = work.now - timedelta(days=1)
    mine = File.uploaded_by == work.actor.account_id, File.uploaded_at > since
    return work.session.scalar(select(func.coalesce(func.sum(File.size), 0)).where(*mine)) or 0


def media_type_of(body: bytes) -> str:
    """What the content is; raises UnknownFileType."""
    try:
        found = {match.mime_type for match in puremagic.magic_string(body)}
    except (puremagic.PureError, ValueError):
        found = set()
    taken = [each for each in MEDIA_TYPES if each in found]
    if not taken:
        raise UnknownFileType
    return taken[0]


def open_to_all(work: UnitOfWork, file_ids: Collection[UUID]) -> None:
    """Attach files of the actor's where all who are logged in see them; raises NoSuchFile for others' or unknown ones."""
    _attach(work, file_ids, "photos", open_to_all=True)


def attach(work: UnitOfWork, file_ids: Collection[UUID], *, field: str) -> None:
    """Attach files of the actor's to something that is not for all to see; raises NoSuchFile as above."""
    _attach(work, file_ids, field)


def drop(work: UnitOfWork, file_ids: Collection[UUID]) -> None:
    """Remove those of these files to which nothing refers any more: one sheet may have been signed for two things."""
    work.session.flush()
    referred_to = [select(column).where(column == File.id).exists() for column in references("files")]
    unused = delete(File).where(File.id.in_(file_ids), ~File.open_to_all, ~or_(*referred_to))
    work.session.execute(unused, execution_options={"synchronize_session": False})


def _attach(work: UnitOfWork, file_ids: Collection[UUID], field: str, **values: bool) -> None:
    wanted = set(file_ids)
    attached = (
        update(File)
        .where(File.id.in_(wanted), (File.uploaded_by == work.actor.account_id) | File.open_to_all)
        .values(attached_at=func.coalesce(File.attached_at, work.now), **values)
        .returning(File.id)
    )
    if wanted and set(work.session.scalars(attached)) != wanted:
        raise NoSuchFile(field=field)


def forget_unattached(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop uploads of before that moment that were never attached to anything; how many there were."""
    old = select(File.id).where(File.attached_at.is_(None), File.uploaded_at < oldest)
    batch = old.order_by(File.id).limit(limit)
    dropped = work.session.execute(delete(File).where(File.id.in_(batch)).returning(File.id))
    return len(dropped.all())


def with_body(work: UnitOfWork, file_id: UUID) -> File | None:
    """A file with its content, for what it is attached to: who may see that decides there."""
    return work.session.scalar(select(File).where(File.id == file_id).options(undefer(File.body)))


def read(work: UnitOfWork, file_id: UUID) -> File:
    """A file with its content, if the actor may see it.

    What staff have attached to something is a paper of somebody else's: it is theirs as long as they have any duty.
    """
    found = work.found(with_body(work, file_id))
    mine = found.uploaded_by == work.actor.account_id
    is_over = work.actor.is_staff and not work.actor.duties and found.attached_at is not None
    return work.found(found if found.open_to_all or (mine and not is_over) else None)
