"""Gathering a notice's households: in the background, a stretch of addressees at a time, each once."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, cast, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from service.events.notices import queries as notices
from service.events.notices.models import Addressee
from service.events.notices.rules import NoticeStatus, must_reach
from service.events.reaching import queries
from service.events.reaching.actions.climbing import go_on
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson
from service.kit.background import BackgroundRun, ask_for_stretches, plan_anew
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.homes.queries.families import families

KIND = "events.reach_households"
STRETCH = 10_000


def begin(work: UnitOfWork, notice_id: UUID) -> None:
    """Have the households gathered of a notice that must reach them; of any other nothing is done."""
    # Who withdraws it waits, and finds the ladder that is to end, or this finds it withdrawn.
    notice = work.found(notices.notice(work, notice_id, to_change=True))
    is_wanted = must_reach(notice.priority, needs_confirmation=notice.needs_confirmation)
    if notice.status is not NoticeStatus.PUBLISHED or not is_wanted:
        return
    work.session.add(Ladder(notice_id=notice_id, run_id=_ask(work, notice_id), began_at=work.now))


def begin_where_given_up(work: UnitOfWork) -> None:
    """Have households gathered anew where that was given up; who is noted already stays noted once."""
    for ladder in queries.ladders_not_gathered(work):
        ladder.run_id = _ask(work, ladder.notice_id)


def _ask(work: UnitOfWork, notice_id: UUID) -> UUID:
    return ask_for_stretches(work, KIND, notice_id=str(notice_id)).id


def gather(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note the households of the next stretch of addressees; whether it was the last, after which they are told."""
    plan_anew(work)
    notice_id = UUID(run.checkpoint["notice_id"])
    last = _last_of_stretch(work, notice_id, run.after)
    run.done += note(work, notice_id, _people(work, notice_id, run.after, last))
    if last is None:
        ladder = work.session.get_one(Ladder, notice_id)
        ladder.gathered_at = work.now
        go_on(work, ladder)
    return run.note_stretch(last)


def _last_of_stretch(work: UnitOfWork, notice_id: UUID, after: UUID) -> UUID | None:
    theirs = Addressee.notice_id == notice_id, Addressee.resident_id > after
    ordered = select(Addressee.resident_id).where(*theirs).order_by(Addressee.resident_id)
    return work.session.scalar(ordered.offset(STRETCH - 1).limit(1))


def _people(work: UnitOfWork, notice_id: UUID, after: UUID, last: UUID | None) -> Select[Any]:
    """These addressees, each with the household that they keep; without who has died or left meanwhile."""
    family = families(local_date(work.now))
    query = (
        select(
            Addressee.resident_id,
            Addressee.grid_code,
            func.coalesce(family.c.household_id, Addressee.resident_id).label("household_key"),
            family.c.walk_order,
            family.c.is_adult,
        )
        .join(family, family.c.resident_id == Addressee.resident_id)
        .where(Addressee.notice_id == notice_id, Addressee.resident_id > after)
    )
    return query if last is None else query.where(Addressee.resident_id <= last)


def note(work: UnitOfWork, notice_id: UUID, people: Select[Any]) -> int:
    """Note the households of these people, and who belongs to them; how many people were new."""
    _note_households(work, notice_id, people)
    return _note_people(work, notice_id, people)


def _note_households(work: UnitOfWork, notice_id: UUID, people: Select[Any]) -> None:
    person = people.subquery("person")
    rows = select(
        _household_id(notice_id, person.c.household_key),
        literal(notice_id),
        person.c.household_key,
        func.min(person.c.grid_code),
        func.min(person.c.walk_order),
        func.bool_or(person.c.is_adult),
        literal(False),
        literal(work.now),
    ).group_by(person.c.household_key)
    names = ["id", "notice_id", "household_key", "grid_code", "walk_order", "has_adult", "is_told", "next_at"]
    noted = insert(ReachHousehold).from_select(names, rows)
    has_adult = ReachHousehold.has_adult | noted.excluded.has_adult
    work.session.execute(
        noted.on_conflict_do_update(
            index_elements=["notice_id", "household_key"], set_={"has_adult": has_adult}
        )
    )


def _note_people(work: UnitOfWork, notice_id: UUID, people: Select[Any]) -> int:
    """Note who belongs to which household; how many were new."""
    person = people.subquery("person")
    household_id = _household_id(notice_id, person.c.household_key)
    rows = select(
        literal(notice_id), person.c.resident_id, household_id, person.c.is_adult, literal(True)
    ).select_from(person)
    noted = (
        insert(ReachPerson)
        .from_select(["notice_id", "resident_id", "household_id", "is_adult", "is_here"], rows)
        .on_conflict_do_nothing()
        .returning(ReachPerson.resident_id)
        .cte("noted")
    )
    return work.session.scalar(select(func.count()).select_from(noted)) or 0


def _household_id(notice_id: UUID, household_key: ColumnElement[UUID]) -> ColumnElement[UUID]:
    """Known from what it is of: of rows as young as these no statistics are kept, and to look each up would go through all."""
    return cast(func.md5(func.concat(literal(str(notice_id)), household_key)), Uuid)
