"""Messages: kept with what makes them true, delivered after it, at least once, each reaction by itself."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from service.kit import deliveries, messages, metrics
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.messages import MessageReaction, OutboxMessage, message, on, revive
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.conftest import Timetable


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


@message
class BellRang:
    """Everything that a message may carry."""

    bell_id: UUID
    at: datetime
    on: date | None
    mood: Mood
    loudness: int
    name: str | None
    others: list[UUID]


@message
class DoorOpened:
    """A message with two reactions."""

    door: str


heard: list[str] = []
broken: set[str] = set()


@on(DoorOpened)
def turn_on_light(work: UnitOfWork, told: DoorOpened) -> None:
    heard.append(f"light {told.door}")
    if "light" in broken:
        raise RuntimeError("The bulb is broken.")


@on(DoorOpened)
def greet(work: UnitOfWork, told: DoorOpened) -> None:
    heard.append(f"greeting {told.door}")
    if "bell" not in broken:
        return
    work.announce(DoorOpened(door="inner"))
    raise RuntimeError("Nobody is there.")


@message
class NeighbourCalled:
    """A message whose reaction waits for somebody outside."""

    name: str


@on(NeighbourCalled, outside=True)
def ring_neighbour(_work: UnitOfWork, told: NeighbourCalled) -> None:
    heard.append(f"rang {told.name}")


@pytest.fixture(autouse=True)
def silence() -> None:
    heard.clear()
    broken.clear()


def open_door(house: House, door: str = "front") -> None:
    with unit_of_work(house) as work:
        work.announce(DoorOpened(door=door))


def test_what_is_announced_after_a_while_is_delivered_then(house: House, clock: StoppedClock) -> None:
    with unit_of_work(house) as work:
        work.announce(DoorOpened(door="front"), after=timedelta(seconds=2))

    clock.move(seconds=1)
    before = deliveries.deliver_due(house)
    clock.move(seconds=1)

    assert (before, deliveries.deliver_due(house)) == (0, 1)
    assert heard == ["light front", "greeting front"]


def waiting(house: House) -> int:
    with unit_of_work(house) as work:
        undelivered = OutboxMessage.delivered_at.is_(None)
        return work.session.scalar(select(func.count()).select_from(OutboxMessage).where(undelivered)) or 0


bells = st.builds(
    BellRang,
    bell_id=st.uuids(),
    at=st.datetimes(timezones=st.just(UTC)),
    on=st.none() | st.dates(),
    mood=st.sampled_from(Mood),
    loudness=st.integers(0, 100),
    name=st.none() | st.text(max_size=9),
    others=st.lists(st.uuids(), max_size=3),
)


@given(told=bells)
def test_a_message_comes_out_of_the_outbox_as_it_went_in(told: BellRang) -> None:
    body: dict[str, Any] = {
        name: messages._plain(getattr(told, name)) for name in BellRang.__dataclass_fields__
    }

    revived = revive("tests.kit.test_messages.BellRang", orjson.loads(orjson.dumps(body)))

    assert revived == told


def test_what_is_announced_is_delivered_to_every_reaction_once(house: House) -> None:
    open_door(house)

    deliveries.deliver_due(house)
    deliveries.deliver_due(house)

    assert sorted(heard) == ["greeting front", "light front"]
    assert waiting(house) == 0


def test_no_more_is_taken_up_than_asked_for_right_after_the_outbox_was_swept_empty(
    house: House, session: Session
) -> None:
    """A database that believes the table empty joins by reading one side again for each row of the other."""
    swept = "UPDATE pg_class SET relpages = 60, reltuples = 0 WHERE oid = 'outbox_messages'::regclass"
    session.execute(text(swept))
    for number in range(6):
        open_door(house, f"door {number}")

    taken = deliveries.deliver_due(house, limit=2)

    assert taken == 2
    assert waiting(house) == 4


def test_what_waits_for_somebody_outside_has_a_hand_of_its_own_and_holds_up_nothing_else(
    house: House,
) -> None:
    with unit_of_work(house) as work:
        work.announce(NeighbourCalled(name="Ada"))
    open_door(house)

    deliveries.deliver_inside(house)
    inside = sorted(heard)
    for hand in deliveries.hands_outside():
        hand(house)

    assert inside == ["greeting front", "light front"]
    assert heard[2:] == ["rang Ada"]
    assert waiting(house) == 0


def test_codes_are_sent_by_hands_of_their_own() -> None:
    names = {name.rpartition(".")[2] for name in messages.names_told_outside()}

    assert names >= {"CodeAsked", "EmailCodeAsked"}


def test_what_a_newer_version_announces_waits_for_a_process_that_knows_it(house: House) -> None:
    open_door(house)
    newer = update(OutboxMessage).values(name="tests.kit.test_messages.WindowOpened")
    with unit_of_work(house) as work:
        work.session.execute(newer)

    taken = deliveries.deliver_due(house)

    assert (taken, waiting(house)) == (0, 1)


def test_what_no_version_knows_any_more_is_counted_and_makes_nobody_think_that_people_wait(
    house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    open_door(house)
    with unit_of_work(house) as work:
        work.session.execute(update(OutboxMessage).values(name="tests.kit.test_messages.DoorPainted"))
    clock.move(days=3)
    open_door(house)
    clock.move(seconds=90)

    timetable.run("kit.housekeeping.measure_outbox")

    assert (metrics.OUTBOX_AGE._value.get(), metrics.OUTBOX_UNKNOWN._value.get()) == (90, 1)


def test_a_message_to_which_nobody_reacts_any_more_is_done_with(house: House) -> None:
    with unit_of_work(house) as work:
        work.announce(BellRang(**dict.fromkeys(BellRang.__dataclass_fields__)))

    deliveries.deliver_due(house)

    assert waiting(house) == 0


def test_nothing_waits_for_the_time_of_a_clock_that_was_put_back(
    house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    clock.move(days=30)
    open_door(house)

    clock.move(days=-30)
    timetable.run("kit.housekeeping.take_up_what_lies_ahead")
    deliveries.deliver_due(house)

    assert waiting(house) == 0


def test_what_waits_to_be_tried_again_keeps_its_pause(
    house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    broken.add("light")
    open_door(house)
    for _ in range(20):
        deliveries.deliver_due(house)
        clock.move(hours=1)
    deliveries.deliver_due(house)

    timetable.run("kit.housekeeping.take_up_what_lies_ahead")

    assert deliveries.deliver_due(house) == 0


def test_a_unit_of_work_may_tell_thousands(house: House) -> None:
    with unit_of_work(house) as work:
        for number in range(9000):
            work.announce(DoorOpened(door=str(number)))

    assert waiting(house) == 9000


def test_nothing_is_told_of_what_did_not_happen(house: House) -> None:
    def open_and_fail(work: UnitOfWork) -> None:
        work.announce(DoorOpened(door="front"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run_in_work(house, open_and_fail)
    deliveries.deliver_due(house)

    assert heard == []


def test_one_reaction_that_fails_holds_no_other_up_and_is_tried_again_later(
    house: House, clock: StoppedClock
) -> None:
    broken.add("light")
    open_door(house)

    deliveries.deliver_due(house)
    at_once = deliveries.deliver_due(house)
    broken.clear()
    clock.move(seconds=2)
    deliveries.deliver_due(house)

    assert at_once == 0
    assert sorted(heard) == ["greeting front", "light front", "light front"]
    assert waiting(house) == 0


def test_a_reaction_that_fails_leaves_nothing(house: House) -> None:
    broken.add("bell")
    open_door(house)

    deliveries.deliver_due(house)

    assert waiting(house) == 1
    with unit_of_work(house) as work:
        reacted = list(work.session.scalars(select(MessageReaction.reaction)))
    assert reacted == ["tests.kit.test_messages.turn_on_light"]


def test_the_pauses_between_tries_grow_up_to_an_hour_and_stay_so_for_days(
    house: House, clock: StoppedClock
) -> None:
    broken.add("light")
    open_door(house)
    pauses = []

    for _ in range(60):
        deliveries.deliver_due(house)
        with unit_of_work(house) as work:
            next_try_at = work.session.scalars(select(OutboxMessage.next_try_at)).one()
        pauses.append(next_try_at - clock.now())
        clock.move_to(next_try_at)

    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)


def test_who_dies_while_delivering_is_succeeded_after_the_lease(house: House, clock: StoppedClock) -> None:
    open_door(house)
    run_in_work(house, lambda work: deliveries._take(work, 100, messages.known_names()))

    meanwhile = deliveries.deliver_due(house)
    clock.move(minutes=2)
    deliveries.deliver_due(house)

    assert meanwhile == 0
    assert sorted(heard) == ["greeting front", "light front"]


def test_messages_are_delivered_in_the_order_in_which_they_were_told(house: House) -> None:
    for door in ("first", "second", "third"):
        open_door(house, door)

    deliveries.deliver_due(house)

    assert [each for each in heard if each.startswith("light")] == [
        "light first",
        "light second",
        "light third",
    ]


def test_what_was_delivered_long_ago_is_dropped_and_what_waits_is_kept(
    house: House, clock: StoppedClock
) -> None:
    open_door(house)
    deliveries.deliver_due(house)
    clock.move(days=31)
    open_door(house)

    with unit_of_work(house) as work:
        deliveries.forget_delivered(work)
        kept = work.session.scalar(select(func.count()).select_from(OutboxMessage))
        notes = work.session.scalar(select(func.count()).select_from(MessageReaction))

    assert (kept, notes) == (1, 0)
    assert waiting(house) == 1


def test_a_message_without_reactions_is_simply_delivered(house: House, clock: StoppedClock) -> None:
    with unit_of_work(house) as work:
        work.announce(
            BellRang(
                bell_id=work.new_id(),
                at=clock.now(),
                on=None,
                mood=Mood.GOOD,
                loudness=1,
                name=None,
                others=[],
            )
        )

    deliveries.deliver_due(house)

    assert waiting(house) == 0
    with unit_of_work(house) as work:
        stored = work.session.scalar(text("SELECT body->>'at' FROM outbox_messages"))
    assert stored == "2026-03-02T01:00:00+00:00"
