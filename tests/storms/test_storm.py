"""Storms on one room through two web servers: what is acknowledged is stored, nothing overlaps, quotas are exact."""

import pytest

from tests.storms.ledger import Ledger
from tests.storms.speaker import Speaker, Wish
from tests.storms.storm import Outcome, Storm, cancelling
from tests.storms.world import Caller, Place, World, dealt, grains_of, wishes_for


def check(outcome: Outcome, ledger: Ledger, place: Place) -> None:
    """What must hold after every storm that nobody disturbed."""
    assert outcome.answers_with(range(500, 600)) == []
    assert outcome.lost == 0
    assert sorted(outcome.acknowledged) == ledger.stored(place.room_id)
    assert ledger.contradictions() == {}


@pytest.mark.parametrize("buffer_minutes", [0, 15])
def test_what_is_acknowledged_is_stored_and_nothing_overlaps(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, buffer_minutes: int, seed: int
) -> None:
    place = world.place(buffer_minutes=buffer_minutes)
    callers = [*residents[:-2], world.organisation(), world.organisation()]

    outcome = Storm(ports, dealt(wishes_for(place, callers, seed))).run()

    check(outcome, ledger, place)
    assert outcome.acknowledged
    assert set(outcome.refusals) == {"slot_taken"}
    taken = ledger.taken(place.room_id)
    assert [wish for wish in refused(outcome) if not grains_of(wish, buffer_minutes) & taken] == []


def test_the_same_key_gets_the_same_booking_from_either_server(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    place = world.place()
    wishes = [
        place.wish(caller, slot, f"{place.room_id}-{slot}") for slot, caller in enumerate(residents[:40])
    ]
    outcome = Storm(ports, dealt(wishes, 20)).run()
    first = {wish.key: answer.body["id"] for wish, answer in outcome.told}
    speaker = Speaker(ports)

    again = {wish.key: speaker.ask_again(wish) for wish in wishes}
    speaker.close()

    assert len(first) == 40
    assert {key: answer.body["id"] for key, answer in again.items()} == first
    assert all(answer.replayed for answer in again.values())
    check(outcome, ledger, place)


def test_the_quotas_of_residents_and_organisations_are_exact(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    place = world.place(active_quota=5, organisation_active_quota=7)
    callers = [*residents[:4], world.organisation()]

    outcome = Storm(ports, dealt(wishes_for(place, callers, seed, longest=1))).run()

    check(outcome, ledger, place)
    assert set(outcome.refusals) <= {"slot_taken", "quota_exceeded"}
    assert ledger.standing_by_holder(place.room_id) == [5, 5, 5, 5, 7]


def test_a_months_minutes_are_exact(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    place = world.place(monthly_minutes_quota=150, organisation_monthly_minutes_quota=210)
    callers = [*residents[:4], world.organisation()]

    outcome = Storm(ports, dealt(wishes_for(place, callers, seed, longest=1))).run()

    check(outcome, ledger, place)
    assert ledger.standing_by_holder(place.room_id) == [5, 5, 5, 5, 7]


def test_what_is_cancelled_in_the_storm_gives_time_and_quota_back(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    place = world.place(active_quota=4)
    wishes = wishes_for(place, residents[:8], seed, longest=2)

    outcome = Storm(ports, [cancelling(each, every=3) for each in dealt(wishes)]).run()

    check(outcome, ledger, place)
    assert 0 < sum(ledger.standing_by_holder(place.room_id)) < len(outcome.acknowledged)
    assert max(ledger.standing_by_holder(place.room_id)) <= 4


def refused(outcome: Outcome) -> list[Wish]:
    return [wish for wish, answer in outcome.told if not answer.is_success]
