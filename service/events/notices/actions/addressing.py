"""Noting whom a published notice addresses: in the background, a stretch of people at a time, each once.

A step inserts a stretch from one query, tells those people, counts them by grid and notes where the next one begins, all
in one transaction: so a kill loses and repeats nothing, and the memory it takes does not depend on how many there are.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Select, String, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from service.events.notices import queries
from service.events.notices.actions.telling import tell_many
from service.events.notices.messages import NoticeAddressed
from service.events.notices.models import Addressee, Addressing, GridReceipts, Notice
from service.events.notices.rules import TOLD, NoticeStatus, Priority
from service.events.notices.texts import IMPORTANT, URGENT
from service.kit.background import BackgroundRun, ask_for_stretches, plan_anew
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.audiences import queries as audiences
from service.residents.tags import queries as tags

KIND = "events.notice_addressees"
LEADING = "events.notice_leading"
STRETCH = 10_000
People: TypeAlias = Select[UUID, str | None]


def begin(work: UnitOfWork, notice: Notice) -> None:
    """Have the addressees noted, soon after this transaction."""
    work.session.add(Addressing(notice_id=notice.id, began_at=work.now))
    ask_for_stretches(work, KIND, notice_id=str(notice.id))


def address_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note the next stretch of addressees; whether it was the last. What was withdrawn meanwhile addresses nobody more."""
    plan_anew(work)
    # Who withdraws it waits for this stretch, or this stretch finds it withdrawn.
    notice = work.found(queries.notice(work, UUID(run.checkpoint["notice_id"]), to_change=True))
    noting = work.session.get_one(Addressing, notice.id)
    if notice.status is not NoticeStatus.PUBLISHED:
        _end(work, noting)
        return True
    wanted = people(work, notice)
    if noting.of is None:
        noting.of = run.of = count(work, wanted)
    # Few are noted at once: looked for in their places, not among all who are on record.
    last = audiences.last_of_stretch(work, run.after, STRETCH) if noting.of > STRETCH else None
    noted = _note(work, notice, audiences.in_stretch(wanted, run.after, last))
    if notice.priority in TOLD:
        tell_many(work, list(noted), notice, URGENT if notice.priority is Priority.URGENT else IMPORTANT)
    # Last: whoever reads it in these grids waits from here to the end of the transaction.
    _count(work, notice.id, noted.values())
    noting.done = run.done = noting.done + len(noted)
    if last is None:
        _end(work, noting)
    return run.note_stretch(last)


def begin_to_lead(work: UnitOfWork, notice: Notice) -> None:
    """Have it noted for its addressees that the notice was pinned after all."""
    ask_for_stretches(work, LEADING, notice_id=str(notice.id))


def lead_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note for the next stretch of addressees that the notice was pinned; whether it was the last."""
    of_notice = Addressee.notice_id == UUID(run.checkpoint["notice_id"])
    stretch = (
        select(Addressee.resident_id)
        .where(of_notice, Addressee.resident_id > run.after)
        .order_by(Addressee.resident_id)
        .limit(STRETCH)
    )
    noted = update(Addressee).where(of_notice, Addressee.resident_id.in_(stretch)).values(leads=True)
    found = work.session.scalars(
        noted.returning(Addressee.resident_id), execution_options={"synchronize_session": False}
    ).all()
    run.done += len(found)
    return run.note_stretch(max(found) if len(found) == STRETCH else None)


def people(work: UnitOfWork, notice: Notice) -> People:
    """Whom a notice addresses, by the tags of the day it is published."""
    audience = [work.found(tags.tag(work, code)) for code in notice.audience]
    return audiences.people(notice.region_codes, audience, local_date(notice.published_at or work.now))


def count(work: UnitOfWork, wanted: People) -> int:
    """How many they are."""
    return work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def address(work: UnitOfWork, notice_id: UUID, resident_id: UUID) -> None:
    """Note one addressee ahead of the others, who reads the notice before their turn has come."""
    notice = work.session.get_one(Notice, notice_id)
    noted = _note(work, notice, audiences.only(people(work, notice), resident_id))
    _count(work, notice_id, noted.values())


def _note(work: UnitOfWork, notice: Notice, wanted: People) -> dict[UUID, str]:
    """Note these people, without those who are noted already; who they were, each with the grid to count them in."""
    person, grid = wanted.subquery("person"), regions.grids()
    rows = select(
        literal(notice.id),
        person.c.id,
        func.coalesce(grid.c.grid_code, person.c.region_code),
        literal(notice.published_at),
        literal(bool(notice.rank)),
    ).outerjoin(grid, grid.c.code == person.c.region_code)
    noted = (
        insert(Addressee)
        .from_select(["notice_id", "resident_id", "grid_code", "published_at", "leads"], rows)
        .on_conflict_do_nothing()
        .returning(Addressee.resident_id, Addressee.grid_code)
    )
    return {row.resident_id: row.grid_code for row in work.session.execute(noted)}


def _count(work: UnitOfWork, notice_id: UUID, grid_codes: Iterable[str]) -> None:
    """Count people who were noted in these grids, each as often as it stands there."""
    people = Counter(grid_codes)
    if not people:
        return
    arrays = literal(list(people), ARRAY(String)), literal(list(people.values()), ARRAY(Integer))
    grid = func.unnest(*arrays).table_valued("code", "people").render_derived(name="grid")
    rows = select(literal(notice_id), grid.c.code, grid.c.people, literal(0), literal(0))
    counter = insert(GridReceipts).from_select(
        ["notice_id", "grid_code", "addressed", "read", "confirmed"], rows.order_by(grid.c.code)
    )
    more = {"addressed": GridReceipts.addressed + counter.excluded.addressed}
    work.session.execute(counter.on_conflict_do_update(index_elements=["notice_id", "grid_code"], set_=more))


def _end(work: UnitOfWork, noting: Addressing) -> None:
    """Fix the base of the receipts: all who are noted, those who came ahead of their turn among them."""
    total = select(func.coalesce(func.sum(GridReceipts.addressed), 0))
    noting.done = noting.of = work.session.scalars(
        total.where(GridReceipts.notice_id == noting.notice_id)
    ).one()
    noting.ended_at = work.now
    work.announce(NoticeAddressed(notice_id=noting.notice_id))
