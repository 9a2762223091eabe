"""A notice as it is shown: to its keepers whole, to residents what it says to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.events.notices import permissions, queries, rules
from service.events.notices.actions import addressing
from service.events.notices.actions.reading import reader
from service.events.notices.actions.writing import asks_for_review, paths_of
from service.events.notices.models import Addressing, Notice, NoticeText
from service.events.notices.queries.pages import ListedNotice
from service.events.notices.queries.receipts import ShownReceipts
from service.events.notices.rules import SHOWN, Category, NoticeStatus, Priority
from service.kit.acting import ActedBy, acting_of
from service.kit.actor import Function
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.tags import permissions as tag_permissions
from service.residents.tags import queries as tags


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """A notice as one sees it; what is not for the reader is empty, and who does not keep it needs no `version`."""

    id: UUID
    title: str
    body: str | None
    body_html: str | None
    summary: str
    category: Category
    priority: Priority
    status: NoticeStatus
    region_codes: list[str]
    is_public: bool
    needs_confirmation: bool
    attachments: list[Any]
    publish_at: datetime | None
    published_at: datetime | None
    expires_at: datetime | None
    pin_until: datetime | None
    text_number: int
    reason: str | None = None
    audience: list[str] | None = None
    written_by: UUID | None = None
    submitted_by: UUID | None = None
    published_by: UUID | None = None
    needs_review: bool | None = None
    addressing: Addressing | None = None
    version: int | None = None
    read_at: datetime | None = None
    confirmed_at: datetime | None = None
    acted_by: ActedBy | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """How many a notice would address, or addressed."""

    notice_id: UUID
    people: int


def readable(work: UnitOfWork, notice_id: UUID, *, to_change: bool = False) -> Notice:
    """A notice that staff may change, or that was published to people whom they serve. Raises NotFound."""
    notice = work.found(queries.notice(work, notice_id, to_change=to_change))
    paths = list(regions.paths_of(work, notice.region_codes).values())
    tops = permissions.tops(work.actor)
    if not tops:
        raise NotFound
    if permissions.may_keep(work.actor, paths):
        return notice
    top_paths = regions.paths_of(work, tops).values()
    is_theirs = notice.published_at is not None and permissions.sees_published(work.actor, paths, top_paths)
    return work.found(notice if is_theirs else None)


def shown(work: UnitOfWork, notice: Notice) -> ShownNotice:
    """The notice as staff see it, after the database has accepted it."""
    work.session.flush()
    is_draft = notice.status in (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW)
    noting, paths = queries.addressing(work, notice.id), paths_of(work, notice)
    return ShownNotice(
        **_facts(work, notice),
        body=notice.body,
        body_html=notice.body_html,
        audience=notice.audience,
        reason=notice.reason,
        written_by=notice.written_by,
        submitted_by=notice.submitted_by,
        published_by=notice.published_by,
        needs_review=asks_for_review(work, notice, paths) if is_draft else None,
        addressing=noting if _may_know_how_many(work, notice, paths) else None,
        version=notice.version,
    )


def read_one(work: UnitOfWork, notice_id: UUID, *, resident_id: UUID | None = None) -> ShownNotice:
    """A notice as staff see it, or as a resident does: of what was withdrawn only that it was, and why.

    Raises NotFound, OutOfScope.
    """
    if work.actor.is_staff:
        work.require(resident_id is None, OutOfScope)
        return shown(work, readable(work, notice_id))
    who = work.found(reader(work, resident_id))
    seen = work.found(queries.seen_by(work, notice_id, who.resident_id))
    notice = work.found(queries.notice(work, notice_id))
    is_withdrawn = notice.status is NoticeStatus.WITHDRAWN
    facts = _facts(work, notice)
    return ShownNotice(
        **(facts | {"attachments": [], "summary": ""} if is_withdrawn else facts),
        body=None if is_withdrawn else notice.body,
        body_html=None if is_withdrawn else notice.body_html,
        reason=notice.reason if is_withdrawn else None,
        read_at=seen.read_at,
        confirmed_at=seen.confirmed_at,
        acted_by=acting_of(seen),
    )


def read_list(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    status: NoticeStatus | None = None,
    region_code: str | None = None,
    unread: bool | None = None,
    **wanted: Any,
) -> Page[ListedNotice]:
    """The notices of the actor's places to staff, else those that the resident sees. Raises OutOfScope."""
    if work.actor.is_staff:
        work.require(resident_id is None and unread is None, OutOfScope)
        return queries.notices_kept(work, status=status, region_code=region_code, **wanted)
    work.require(region_code is None and status in (None, NoticeStatus.PUBLISHED), OutOfScope)
    who = reader(work, resident_id)
    return queries.notices_for(work, who.resident_id, unread=unread, **wanted) if who else Page([], None)


def read_file(work: UnitOfWork, notice_id: UUID, file_id: UUID, *, resident_id: UUID | None = None) -> File:
    """An attachment of a notice that the actor sees. Raises NotFound, OutOfScope."""
    notice = read_one(work, notice_id, resident_id=resident_id)
    is_theirs = work.actor.is_staff or str(file_id) in notice.attachments
    attached = is_theirs and queries.has_file(work, notice_id, file_id)
    return work.found(files.with_body(work, file_id) if attached else None)


def read_texts(work: UnitOfWork, notice_id: UUID, **wanted: Any) -> Page[NoticeText]:
    """What a notice has said since it was published, to staff. Raises NotFound."""
    return queries.texts(work, readable(work, notice_id).id, **wanted)


def count_audience(work: UnitOfWork, notice_id: UUID) -> Audience:
    """How many the notice would address now, or addressed when it was published. Raises NotFound, OutOfScope."""
    notice = readable(work, notice_id)
    paths = paths_of(work, notice)
    work.require(permissions.may_keep(work.actor, paths), OutOfScope)
    work.require(_may_know_how_many(work, notice, paths), OutOfScope)
    noted = queries.addressing(work, notice.id)
    if noted is not None and noted.ended_at is not None:
        return Audience(notice.id, noted.done)
    return Audience(notice.id, addressing.count(work, addressing.people(work, notice)))


def read_receipts(work: UnitOfWork, notice_id: UUID, **wanted: Any) -> ShownReceipts:
    """What became of a notice at the places that the actor serves. Raises NotFound, OutOfScope, WrongState."""
    notice = with_receipts(work, notice_id)
    return queries.receipts(work, notice.id, permissions.tops(work.actor), **wanted)


def with_receipts(work: UnitOfWork, notice_id: UUID) -> Notice:
    """A notice that was published and of which the actor may know what became. Raises NotFound, OutOfScope, WrongState.

    How many in a grid have a tag is for those only who may see the tag on people there.
    """
    notice = readable(work, notice_id)
    if notice.status not in SHOWN or notice.published_at is None:
        raise WrongState(state=notice.status)
    seen = tag_permissions.seen_wherever_served(work.actor, _audience(work, notice), Function.NOTICES)
    work.require(len(seen) == len(notice.audience), OutOfScope)
    return notice


def _may_know_how_many(work: UnitOfWork, notice: Notice, paths: Sequence[permissions.Path]) -> bool:
    """Whether the actor may know how many people a notice is for: at a small place that says who has its tags."""
    return all(
        tag_permissions.may_see(work.actor, each, path) for each in _audience(work, notice) for path in paths
    )


def _audience(work: UnitOfWork, notice: Notice) -> list[Any]:
    return [work.found(tags.tag(work, code)) for code in notice.audience]


def _facts(work: UnitOfWork, notice: Notice) -> dict[str, Any]:
    facts = {name: getattr(notice, name) for name in _OF_A_NOTICE}
    return facts | {"status": rules.status_at(notice.status, notice.expires_at, work.now)}


_OF_A_NOTICE = (
    "id",
    "title",
    "summary",
    "category",
    "priority",
    "region_codes",
    "is_public",
    "needs_confirmation",
    "attachments",
    "publish_at",
    "published_at",
    "expires_at",
    "pin_until",
    "text_number",
)
