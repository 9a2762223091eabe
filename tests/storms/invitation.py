"""An activity to which more want to come than it has places: what they ask for, and what must be true afterwards."""

import random
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.storms.chronicle import Chronicle
from tests.storms.ledger import Ledger
from tests.storms.speaker import Answer, Wish
from tests.storms.storm import Outcome, Script
from tests.storms.world import Caller, World

Told = dict[str, list[str]]

REFUSALS = frozenset(
    ("activity_full", "already_signed_up", "more_signed_up", "not_found", "out_of_scope", "wrong_state")
)
LOOKS = 3
LONGEST_PAUSE_SECONDS = 0.4


@dataclass(slots=True)
class Neighbour:
    """What one client asks for: for themself, for some of their household, or for all of it."""

    activity_id: UUID
    caller: Caller
    mates: Sequence[Caller]
    chance: random.Random
    withdraws: bool = True
    waits: list[str] = field(default_factory=list)
    _asked: int = 0

    def come_and_go(self, steps: int) -> Script:
        """Sign up, wait, answer offers and give back; at last half give their place back, when nobody waits anew."""
        has_place = (yield self.ask("sign-up", self._some())).is_success
        for _ in range(steps - 1):
            if self.waits and self.chance.random() < 0.7:
                has_place |= yield from self._look_after(self.waits.pop(0))
            elif has_place and self.chance.random() < 0.7:
                has_place = not (yield self.ask("cancel-sign-up", self._some())).is_success
            else:
                verb = self.chance.choice(("sign-up", "waitlist", "waitlist", "cancel-sign-up"))
                answer = yield self.ask(verb, self._some())
                if verb == "waitlist" and answer.is_success:
                    self.waits += [item["id"] for item in answer.body["items"]]
        if self.chance.random() < 0.5:
            yield self.ask("cancel-sign-up", [self.caller])

    def insist(self, times: int) -> Script:
        """Ask for all of the household, as every member of it does, then again and again for whom one likes."""
        yield self.ask("sign-up", self.chance.sample([self.caller, *self.mates], 1 + len(self.mates)))
        for _ in range(times - 1):
            yield self.ask("sign-up", self._some())

    def make_room(self, times: int) -> Script:
        """Give places back and ask for others, so that there are always a few, and seldom enough."""
        for _ in range(times):
            yield self.ask("cancel-sign-up", self._some())
            yield self.ask("sign-up", self._some())

    def ask(self, verb: str, people: Sequence[Caller]) -> Wish:
        body = {"resident_ids": [str(each.resident_id) for each in people]}
        return self._wish(f"/activities/{self.activity_id}/{verb}", body)

    def _look_after(self, wait_id: str) -> Generator[Wish, Answer, bool]:
        """Look a few times whether there is an offer; think it over; then take it, leave it, or let it run out.

        Whether it was taken.
        """
        path = f"/activities/waitlist/{wait_id}"
        status = None
        for _ in range(LOOKS):
            status = (yield self._wish(path, method="GET")).body.get("status")
            if status != "waiting":
                break
            time.sleep(self.chance.uniform(0, LONGEST_PAUSE_SECONDS))
        if status == "waiting":
            self.waits.append(wait_id)
            if self.withdraws and self.chance.random() < 0.05:
                yield self._wish(path, method="DELETE")
        elif status == "offered":
            time.sleep(self.chance.uniform(0, LONGEST_PAUSE_SECONDS))
            verb = self.chance.choice(("accept", "accept", "decline", "decline", None))
            if verb:
                return (yield self._wish(f"{path}/{verb}")).is_success and verb == "accept"
        return False

    def _some(self) -> list[Caller]:
        """Oneself in half of the cases, else some or all of the household; in any order."""
        if not self.mates or self.chance.random() < 0.5:
            return [self.caller]
        others = self.chance.sample(self.mates, self.chance.randint(1, len(self.mates)))
        return self.chance.sample([self.caller, *others], len(others) + 1)

    def _wish(self, path: str, body: dict[str, Any] | None = None, *, method: str = "POST") -> Wish:
        self._asked += 1
        key = f"activity-{self.activity_id}-{self.caller.resident_id}-{self._asked}"
        is_twin = method == "POST" and self.chance.random() < 1 / 8
        return Wish(self.caller.token, path, body or {}, key, is_twin, method)


def neighbours(
    activity_id: UUID, households: Sequence[Sequence[Caller]], seed: int, *, withdraw: bool = True
) -> list[Neighbour]:
    """Everybody of these households, each a client of their own."""
    return [
        Neighbour(
            activity_id,
            caller,
            [mate for mate in family if mate is not caller],
            random.Random(f"{seed} {family_number} {number}"),
            withdraw,
        )
        for family_number, family in enumerate(households)
        for number, caller in enumerate(family)
    ]


def resizing(activity_id: UUID, organiser: Caller, capacities: Sequence[int], pause_seconds: float) -> Script:
    """Have more and fewer places in the middle of it; fewer than are taken are refused."""
    for capacity in capacities:
        time.sleep(pause_seconds)
        key = f"capacity-{capacity}"
        path = f"/activities/{activity_id}"
        yield Wish(organiser.token, path, {"capacity": capacity}, key, method="PATCH")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Compares what clients were told of an activity with what is there."""

    world: World
    ledger: Ledger
    chronicle: Chronicle
    activity_id: UUID

    def faults(self, outcome: Outcome) -> dict[str, object]:
        """What must never be found after a storm, by what it is; what it announced has its effects before we look."""
        self.world.deliver_all()
        known, stored = told(outcome), self.ledger.places(self.activity_id)
        found: dict[str, object] = {
            f"{name} told and stored": sorted((Counter(known[name]) - Counter(stored[name])).elements())
            + sorted((Counter(stored[name]) - Counter(known[name])).elements())
            for name in known
        }
        found["refusals"] = sorted(outcome.refusals.keys() - REFUSALS)
        found["half granted"] = half_granted(outcome)
        found |= self.ledger.contradictions_of_places()
        self.world.let_all_offers_run_out()
        found["at some moment"] = self.chronicle.contradictions(self.activity_id)
        found |= {f"{name}, at last": rows for name, rows in self.ledger.contradictions_of_places().items()}
        return {name: faults for name, faults in found.items() if faults}


def told(outcome: Outcome) -> Told:
    """What clients know, by what it is; ids and keys that they were told twice stand there twice."""
    signed_up, waits = granted(outcome, "sign-up"), granted(outcome, "waitlist")
    accepted, declined = granted(outcome, "accept"), granted(outcome, "decline")
    given_back = granted(outcome, "cancel-sign-up")
    withdrawn = {wish.path.rsplit("/", 1)[1] for wish, _ in successes(outcome) if wish.method == "DELETE"}
    keyed = [wish.key for wish, _ in successes(outcome) if wish.method == "POST"]
    found = {
        "places": [*items(signed_up), *(answer.body["sign_up_id"] for _, answer in accepted)],
        "places given back": items(given_back),
        "waits": [each for each in items(waits) if each not in withdrawn],
        "offers accepted": [answer.body["id"] for _, answer in accepted],
        "offers declined": [answer.body["id"] for _, answer in declined],
        "answers kept": keyed,
        "entries of sign-ups": [str(len(signed_up))],
    }
    return {name: sorted(ids) for name, ids in found.items()}


def half_granted(outcome: Outcome) -> list[tuple[Wish, Answer]]:
    """Where not exactly those were given a place, or a place in line, or gave it back, for whom it was asked."""
    return [
        (wish, answer)
        for wish, answer in successes(outcome)
        if "items" in answer.body
        and [item["resident_id"] for item in answer.body["items"]] != wish.body["resident_ids"]
    ]


def granted(outcome: Outcome, verb: str) -> list[tuple[Wish, Answer]]:
    return [(wish, answer) for wish, answer in successes(outcome) if wish.path.endswith(f"/{verb}")]


def successes(outcome: Outcome) -> Iterator[tuple[Wish, Answer]]:
    return ((wish, answer) for wish, answer in outcome.told if answer.is_success)


def items(answers: Sequence[tuple[Wish, Answer]]) -> list[str]:
    return [item["id"] for _, answer in answers for item in answer.body["items"]]
