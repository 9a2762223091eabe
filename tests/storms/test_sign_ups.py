"""A storm on an activity's places through two web servers: what is acknowledged is stored, and never beyond the last."""

import random
from uuid import UUID

from tests.outbox import deliver_all
from tests.storms.ledger import Ledger
from tests.storms.speaker import Wish
from tests.storms.storm import Outcome, Storm
from tests.storms.world import Caller, World, dealt

CAPACITY = 20
# Each statement must find nothing, of whatever activity.
_CONTRADICTIONS = {
    "counters that are not what stands": """
        SELECT p.activity_id, p.taken FROM activity_places p WHERE p.taken > p.capacity OR p.taken <>
        (SELECT count(*) FROM activity_sign_ups s WHERE s.activity_id = p.activity_id AND s.status <> 'cancelled')
        + (SELECT count(*) FROM activity_waits w WHERE w.activity_id = p.activity_id AND w.status = 'offered')""",
    "people with two places": """
        SELECT activity_id, resident_id FROM activity_sign_ups WHERE status <> 'cancelled'
        GROUP BY activity_id, resident_id HAVING count(*) > 1""",
    "sign-ups that were not told once": """
        SELECT s.id FROM activity_sign_ups s WHERE 1 <> (SELECT count(*) FROM outbox_messages m
        WHERE m.name LIKE '%SignedUp' AND m.body->>'sign_up_id' = s.id::text)""",
    "places that nobody has while somebody waits": """
        SELECT p.activity_id FROM activity_places p WHERE p.is_open AND p.taken < p.capacity AND EXISTS
        (SELECT FROM activity_waits w WHERE w.activity_id = p.activity_id AND w.status = 'waiting')""",
}


def check(outcome: Outcome, ledger: Ledger) -> None:
    """What must hold after every storm."""
    assert outcome.answers_with(range(500, 600)) == []
    assert outcome.lost == 0
    assert ledger.found(_CONTRADICTIONS) == {}


def wish(activity_id: UUID, caller: Caller, verb: str, key: str, *, is_twin: bool = False) -> Wish:
    return Wish(
        caller.token, f"/activities/{activity_id}/{verb}", {}, f"activity-{activity_id}-{key}", is_twin
    )


def test_exactly_as_many_have_a_place_as_there_are(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    activity_id = world.activity(CAPACITY)
    chance = random.Random(seed)
    wishes = [
        wish(activity_id, caller, "sign-up", f"{number}-{try_}", is_twin=chance.random() < 1 / 8)
        for try_ in range(3)
        for number, caller in enumerate(residents)
    ]

    outcome = Storm(ports, dealt(wishes)).run()

    check(outcome, ledger)
    assert len([answer for _, answer in outcome.told if answer.is_success]) == CAPACITY
    assert set(outcome.refusals) == {"activity_full", "already_signed_up"}
    assert ledger.places(activity_id) == (CAPACITY, CAPACITY)


def test_places_that_are_given_back_in_the_storm_go_to_who_waits(
    ports: list[int], world: World, residents: list[Caller], ledger: Ledger, seed: int
) -> None:
    activity_id = world.activity(CAPACITY)
    chance = random.Random(seed)
    wishes = [
        wish(activity_id, caller, verb, f"{number}-{step}")
        for step, verbs in enumerate((("sign-up", "waitlist"), ("cancel-sign-up", "waitlist"), ("sign-up",)))
        for number, caller in enumerate(residents)
        for verb in [chance.choice(verbs)]
    ]

    outcome = Storm(ports, dealt(wishes)).run()
    deliver_all(world.house)

    check(outcome, ledger)
    taken, capacity = ledger.places(activity_id)
    assert capacity == CAPACITY
    assert taken == CAPACITY or not ledger.waits(activity_id)
