"""Taking households on to their next step: in the background, a thousand at a time, each step once.

Who has answered meanwhile goes no further. The steps are taken in one transaction with what is sent by them, the rows of
the households are held, and a second row for the same step is refused: so no kill and no second process repeats one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, func, insert, literal, select, update

from service.events.notices import queries as notices
from service.events.notices import rules as notice_rules
from service.events.notices.actions.telling import tell_many, words_of
from service.events.notices.models import Notice
from service.events.notices.rules import NoticeStatus, key_of
from service.events.notices.texts import URGENT
from service.events.reaching import queries, rules
from service.events.reaching.actions.leaving import leave
from service.events.reaching.actions.noting import note_confirmed, note_sent_at_once
from service.events.reaching.models import Ladder, ReachHousehold, Rung
from service.events.reaching.rules import Step
from service.events.reaching.texts import TO_CONFIRM
from service.kit.background import BackgroundRun, ask_for
from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging
from service.residents import queries as residents

KIND = "events.reach_next_step"
AT_ONCE = 1000


def go_on(work: UnitOfWork, ladder: Ladder) -> None:
    """Have those who are due taken on, soon after this transaction."""
    ladder.run_id = ask_for(work, KIND, notice_id=str(ladder.notice_id)).id


def go_on_where_due(work: UnitOfWork) -> None:
    """Have those who are due taken on, of all notices where nobody is at it already."""
    for ladder in queries.ladders_due(work):
        go_on(work, ladder)


def climb(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Take the next households on that are due; whether they were the last. Nobody goes on for what is over."""
    notice_id = UUID(run.checkpoint["notice_id"])
    # Held, so that what ends it comes after what is sent here, and calls that off too.
    ladder = work.found(queries.ladder(work, notice_id, is_held=True))
    notice = work.found(notices.notice(work, notice_id))
    status = notice_rules.status_at(notice.status, notice.expires_at, work.now)
    if ladder.ended_at is not None or status is not NoticeStatus.PUBLISHED:
        return True
    due = queries.due(work, notice.id, work.now, AT_ONCE)
    _take_on(work, notice, {row.id: row.step for row in due})
    run.done += len(due)
    return len(due) < AT_ONCE


def _take_on(work: UnitOfWork, notice: Notice, steps: Mapping[UUID, Step | None]) -> None:
    """Take each of these households to the first of the steps left to it that gets to somebody there."""
    answered = note_confirmed(work, steps)
    left = {each: list(rules.steps_after(step)) for each, step in steps.items() if each not in answered}
    speakers = {row.resident_id: row.household_id for row in queries.speakers(work, left)}
    for step in Step:
        ready = {each for each, to_come in left.items() if step in to_come}
        people = {person: home for person, home in speakers.items() if home in ready}
        reached = _GETS_TO[step](work, notice, people) if people else set()
        taken = Counter(people[person] for person in reached)
        _note_step(work, step, taken)
        if step is Step.MINI_PROGRAM and taken:
            note_sent_at_once(work, notice.id, {person: people[person] for person in reached})
        for household_id in taken:
            del left[household_id]
    leave(work, left)


def _note_step(work: UnitOfWork, step: Step, people: Mapping[UUID, int]) -> None:
    """Note that the step was taken for these households, and when they go on."""
    if not people:
        return
    waits = None if step is Step.DOORSTEP else work.now + _wait_after(work, step)
    work.session.execute(
        update(ReachHousehold)
        .where(ReachHousehold.id == any_of(people))
        .values(step=step, stepped_at=work.now, next_at=waits, is_told=False),
        execution_options={"synchronize_session": False},
    )
    each = (
        func.unnest(literal(list(people), ARRAY(Uuid)), literal(list(people.values()), ARRAY(Integer)))
        .table_valued("household_id", "people")
        .render_derived(name="each")
    )
    rows = select(
        each.c.household_id, literal(step.value), literal(work.now), each.c.people, literal(0), literal(0)
    )
    names = ["household_id", "step", "taken_at", "people", "sent", "failed"]
    work.session.execute(insert(Rung).from_select(names, rows))


def _wait_after(work: UnitOfWork, step: Step) -> timedelta:
    return timedelta(minutes=getattr(work.house.settings, f"reach_after_{step}_minutes"))


def _by_mini_program(work: UnitOfWork, notice: Notice, people: Collection[UUID]) -> set[UUID]:
    """Publishing has told them already, which is not done again."""
    return set(people) - tell_many(work, people, notice, URGENT)


def _by_sms(work: UnitOfWork, notice: Notice, people: Collection[UUID]) -> set[UUID]:
    return messaging.text_residents(work, people, words_of(notice, TO_CONFIRM), **_keys(notice))


def _by_voice(work: UnitOfWork, notice: Notice, people: Collection[UUID]) -> set[UUID]:
    return messaging.call_residents(work, people, words_of(notice, TO_CONFIRM), **_keys(notice))


def _keys(notice: Notice) -> dict[str, UUID]:
    """Under which key it is sent, and under which the inbox has told of it."""
    return {"key": key_of(notice.id, TO_CONFIRM), "told_under": key_of(notice.id, URGENT)}


def _to_call(work: UnitOfWork, _notice: Notice, people: Collection[UUID]) -> set[UUID]:
    return residents.who_has_telephone(work, people)


def _to_visit(_work: UnitOfWork, _notice: Notice, people: Collection[UUID]) -> set[UUID]:
    return set(people)


# To whom of these people each step gets.
_GETS_TO: Mapping[Step, Callable[[UnitOfWork, Notice, Collection[UUID]], set[UUID]]] = {
    Step.MINI_PROGRAM: _by_mini_program,
    Step.SMS: _by_sms,
    Step.VOICE: _by_voice,
    Step.CALL: _to_call,
    Step.DOORSTEP: _to_visit,
}
