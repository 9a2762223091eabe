"""Writing notices and changing them, within the places and to the people that the actor has in hand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from service.events.notices import permissions, rules
from service.events.notices.actions.addressing import begin_to_lead
from service.events.notices.actions.ranking import place, rank
from service.events.notices.errors import FixedOncePublished, NoSuchAudience
from service.events.notices.models import Notice, NoticeAttachment, NoticeTarget, NoticeText
from service.events.notices.rules import CHANGES_PUBLISHED, TEXT, Category, NoticeStatus, Priority
from service.kit.errors import OutOfScope, WrongState
from service.kit.files import actions as files
from service.kit.rich_text import plain, rendered
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.errors import NoSuchRegion
from service.residents.tags import permissions as tag_permissions
from service.residents.tags import queries as tags

_LONGEST_SUMMARY = 100
_TARGETED = ("region_codes", "audience")


def write(work: UnitOfWork, *, body: str, attachments: Sequence[UUID] = (), **facts: Any) -> Notice:
    """Write a draft, of which `_drafted` names the other facts.

    Raises OutOfScope, NoSuchRegion, NoSuchAudience, PublicToSome, ImpossibleTimes, NoSuchFile.
    """
    notice = _drafted(work, **facts)
    notice.written_as = permissions.acts_as(work.actor, _check(work, notice))
    _put(notice, body)
    work.session.add(notice)
    _attach(work, notice, attachments)
    _aim(work, notice)
    return notice


def _drafted(
    work: UnitOfWork,
    *,
    title: str,
    category: Category,
    priority: Priority,
    region_codes: Sequence[str],
    audience: Sequence[str] = (),
    is_public: bool = False,
    needs_confirmation: bool = False,
    publish_at: datetime | None = None,
    expires_at: datetime | None = None,
    pin_until: datetime | None = None,
) -> Notice:
    author = work.found(work.actor.account_id)
    return Notice(
        id=work.new_id(),
        title=title,
        category=category,
        priority=priority,
        status=NoticeStatus.DRAFT,
        attachments=[],
        region_codes=list(dict.fromkeys(region_codes)),
        audience=list(dict.fromkeys(audience)),
        is_public=is_public,
        needs_confirmation=needs_confirmation,
        publish_at=publish_at,
        expires_at=expires_at,
        pin_until=pin_until,
        written_by=author,
        changed_by=author,
        written_at=work.now,
        updated_at=work.now,
    )


def change(work: UnitOfWork, notice: Notice, changes: Mapping[str, Any]) -> Notice:
    """Change a draft, or of what is published its text, its end and its pin; what it said is kept.

    Raises OutOfScope, Stale, WrongState, FixedOncePublished, and as `write`.
    """
    work.require(permissions.may_keep(work.actor, paths_of(work, notice)), OutOfScope)
    work.expect(notice)
    if notice.status not in (NoticeStatus.DRAFT, NoticeStatus.PUBLISHED):
        raise WrongState(state=notice.status)
    if notice.status is NoticeStatus.PUBLISHED:
        _check_published(work, notice, changes)
    for name, value in changes.items():
        if name not in ("body", "attachments"):
            setattr(notice, name, list(dict.fromkeys(value)) if name in _TARGETED else value)
    notice.changed_by, notice.updated_at = work.found(work.actor.account_id), work.now
    _check(work, notice)
    if "body" in changes:
        _put(notice, changes["body"])
    if "attachments" in changes:
        _attach(work, notice, changes["attachments"])
    if notice.status is NoticeStatus.DRAFT:
        _aim(work, notice)
        return notice
    if TEXT & changes.keys():
        keep_text(work, notice)
    led = bool(notice.rank)
    rank(work, notice)
    place(work, [notice])
    if notice.rank and not led:
        begin_to_lead(work, notice)
    return notice


def keep_text(work: UnitOfWork, notice: Notice) -> None:
    """Keep what a published notice says from now on beside what it said before."""
    notice.text_number += 1
    text = {name: getattr(notice, name) for name in ("title", "body", "body_html", "attachments")}
    work.session.add(
        NoticeText(
            notice_id=notice.id,
            number=notice.text_number,
            written_by=notice.changed_by,
            since=work.now,
            **text,
        )
    )


def paths_of(work: UnitOfWork, notice: Notice) -> list[tuple[str, ...]]:
    """The ways from the top down to its targets. Raises NoSuchRegion."""
    found = regions.paths_of(work, notice.region_codes)
    for code in notice.region_codes:
        if code not in found:
            raise NoSuchRegion(field="region_codes", code=code)
    return [found[code] for code in notice.region_codes]


def asks_for_review(work: UnitOfWork, notice: Notice, paths: Collection[permissions.Path]) -> bool:
    """Whether the policy has another person look at what is written, or what the actor would write anew."""
    roles = {notice.written_as, permissions.acts_as(work.actor, paths)}
    return rules.asks_for_review(
        work.house.settings.notice_review,
        roles=roles,
        levels=regions.levels(work, notice.region_codes).values(),
        priority=notice.priority,
        public=notice.is_public,
    )


def _check(work: UnitOfWork, notice: Notice) -> list[tuple[str, ...]]:
    """That it goes only to whom the actor may write, at times that are possible; the ways down to its targets."""
    paths = paths_of(work, notice)
    work.require(permissions.may_keep(work.actor, paths), OutOfScope)
    rules.check_audience(public=notice.is_public, audience=notice.audience)
    for code in notice.audience:
        its = tags.tag(work, code)
        if its is None or its.retired_at is not None:
            raise NoSuchAudience(field="audience")
        if not all(tag_permissions.may_see(work.actor, its, path) for path in paths):
            raise NoSuchAudience(field="audience")
    shown_from = notice.published_at or notice.publish_at or work.now
    rules.check_times(shown_from, work.now, expires_at=notice.expires_at, pin_until=notice.pin_until)
    return paths


def _check_published(work: UnitOfWork, notice: Notice, changes: Mapping[str, Any]) -> None:
    """What was reviewed is not what its author makes of it afterwards."""
    is_over = rules.status_at(notice.status, notice.expires_at, work.now) is NoticeStatus.EXPIRED
    if is_over:
        raise WrongState(state=NoticeStatus.EXPIRED)
    if changes.keys() - CHANGES_PUBLISHED:
        raise FixedOncePublished(field=min(changes.keys() - CHANGES_PUBLISHED))
    if TEXT & changes.keys() and asks_for_review(work, notice, paths_of(work, notice)):
        raise FixedOncePublished(field=min(TEXT & changes.keys()))


def _put(notice: Notice, body: str) -> None:
    notice.body = body
    notice.body_html = rendered(body)
    notice.summary = plain(notice.body_html, _LONGEST_SUMMARY)


def _attach(work: UnitOfWork, notice: Notice, file_ids: Sequence[UUID]) -> None:
    """Who writes attaches what they uploaded themself; what is attached already may stay, whoever uploaded it."""
    before = {UUID(each) for each in notice.attachments}
    files.attach(work, [each for each in file_ids if each not in before], field="attachments")
    notice.attachments = [str(each) for each in dict.fromkeys(file_ids)]
    work.session.flush()
    rows = [{"notice_id": notice.id, "file_id": each} for each in dict.fromkeys(file_ids)]
    if rows:
        work.session.execute(upsert(NoticeAttachment).values(rows).on_conflict_do_nothing())


def _aim(work: UnitOfWork, notice: Notice) -> None:
    """Let its targets be what it says."""
    work.session.flush()
    work.session.execute(delete(NoticeTarget).where(NoticeTarget.notice_id == notice.id))
    shared = {"notice_id": notice.id, "category": notice.category, "is_public": notice.is_public}
    rows = [
        {**shared, "region_code": code, "tag_code": tag}
        for code in notice.region_codes
        for tag in notice.audience or (None,)
    ]
    work.session.execute(insert(NoticeTarget), rows)
