"""Storms on an activity's places through two web servers, while a job process passes on what becomes free.

What is acknowledged is stored, nobody comes who has no place, and nobody is overtaken.
"""

from collections.abc import Sequence

from tests.storms.chronicle import Chronicle
from tests.storms.invitation import Verdict, granted, neighbours, resizing
from tests.storms.ledger import Ledger
from tests.storms.servers import Process
from tests.storms.speaker import Speaker
from tests.storms.storm import Outcome, Storm
from tests.storms.world import Caller, World

CAPACITY = 20
STEPS = 12
CAPACITIES = (26, 14, 22, 10, 24, 16)
VERBS = ("sign-up", "waitlist", "cancel-sign-up", "accept", "decline")


def check(outcome: Outcome, verdict: Verdict) -> None:
    """What must hold after every storm that nobody disturbed."""
    assert outcome.answers_with(range(500, 600)) == []
    assert outcome.lost == 0
    assert verdict.faults(outcome) == {}


def test_households_have_all_their_places_or_none_up_to_the_last(
    ports: list[int],
    world: World,
    households: Sequence[Sequence[Caller]],
    ledger: Ledger,
    chronicle: Chronicle,
    seed: int,
) -> None:
    activity_id = world.activity(CAPACITY)
    clients = neighbours(activity_id, households, seed)

    outcome = Storm(ports, [each.insist(3) for each in clients]).run()

    taken, capacity = ledger.capacity(activity_id)
    refused = [len(wish.body["resident_ids"]) for wish, told in outcome.told if told.code == "activity_full"]
    assert taken <= capacity < taken + min(refused)

    outcome = outcome.followed_by(Storm(ports, [each.make_room(2) for each in clients]).run())

    check(outcome, Verdict(world, ledger, chronicle, activity_id))
    assert {len(wish.body["resident_ids"]) for wish, _ in granted(outcome, "sign-up")} == {1, 2, 3, 4}


def test_places_go_from_hand_to_hand_and_nobody_is_overtaken(
    ports: list[int],
    job_process: Process,
    world: World,
    households: Sequence[Sequence[Caller]],
    ledger: Ledger,
    chronicle: Chronicle,
    seed: int,
) -> None:
    activity_id = world.activity(CAPACITY)
    clients = [each.come_and_go(STEPS) for each in neighbours(activity_id, households, seed)]
    organiser = resizing(activity_id, world.worker(), CAPACITIES, 0.5)

    outcome = Storm(ports, [*clients, organiser]).run()

    check(outcome, Verdict(world, ledger, chronicle, activity_id))
    assert (
        ledger.capacity(activity_id)[1]
        == [
            answer.body["capacity"]
            for wish, answer in outcome.told
            if wish.method == "PATCH" and answer.is_success
        ][-1]
    )
    assert [verb for verb in VERBS if not granted(outcome, verb)] == []
    assert [end for end in ("offered", "lapsed") if not chronicle.count(activity_id, end)] == []


def test_the_same_key_gets_the_same_places_from_either_server(
    ports: list[int],
    job_process: Process,
    world: World,
    households: Sequence[Sequence[Caller]],
    ledger: Ledger,
    chronicle: Chronicle,
    seed: int,
) -> None:
    activity_id = world.activity(CAPACITY)
    clients = [each.come_and_go(3) for each in neighbours(activity_id, households, seed)]
    outcome = Storm(ports, clients).run()
    speaker = Speaker(ports)
    first = [each for verb in VERBS for each in granted(outcome, verb)[:5]]

    again = [speaker.ask_again(wish) for wish, _ in first]
    speaker.close()

    assert [answer.body for answer in again] == [answer.body for _, answer in first]
    assert all(answer.replayed for answer in again)
    check(outcome, Verdict(world, ledger, chronicle, activity_id))
