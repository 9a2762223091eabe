"""Whatever is done with tokens, in whatever order: only those are good that should be."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client import ApiClient
from tests.clock import StoppedClock

ACCESS = timedelta(minutes=15)
STEPS = ("log_in", "refresh", "reuse", "log_out", "wait")


@dataclass
class Pair:
    access: str
    refresh: str
    issued_at: datetime


@dataclass
class Family:
    """What we believe of one login."""

    pairs: list[Pair] = field(default_factory=list)
    ended: bool = False


class Phones:
    """Some logins of one person, with what should be true of them."""

    def __init__(self, anyone: ApiClient, clock: StoppedClock) -> None:
        self.anyone, self.clock = anyone, clock
        self.families: list[Family] = []

    def act(self, step: str, number: int) -> None:
        if step == "log_in":
            answer = self.anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"})
            self.families.append(Family([self._pair(answer.json)]))
        elif step == "wait":
            self.clock.move(minutes=4)
        elif self.families:
            getattr(self, f"_{step}")(self.families[number % len(self.families)], number)

    def _refresh(self, family: Family, _: int) -> None:
        answer = self._spend(family.pairs[-1])
        assert answer.status_code == (401 if family.ended else 200)
        if answer.status_code == 200:
            family.pairs.append(self._pair(answer.json))

    def _reuse(self, family: Family, number: int) -> None:
        spent = family.pairs[:-1]
        if spent:
            assert self._spend(spent[number % len(spent)]).status_code == 401
            family.ended = True

    def _log_out(self, family: Family, _: int) -> None:
        newest = family.pairs[-1]
        if self._is_good(family, newest):
            assert ApiClient(self.anyone.app, newest.access).post("/accounts/logout").status_code == 204
            family.ended = True

    def check_access(self) -> None:
        for family in self.families:
            for pair in family.pairs:
                status = ApiClient(self.anyone.app, pair.access).get("/accounts/me").status_code
                assert status == (200 if self._is_good(family, pair) else 401)

    def check_refresh(self) -> None:
        """The newest of each living family is good, once; nothing else ever is."""
        for family in self.families:
            newest = self._spend(family.pairs[-1])
            assert newest.status_code == (401 if family.ended else 200)
            for pair in family.pairs:
                assert self._spend(pair).status_code == 401

    def _is_good(self, family: Family, pair: Pair) -> bool:
        return not family.ended and self.clock.now() < pair.issued_at + ACCESS

    def _spend(self, pair: Pair) -> Any:
        return self.anyone.post("/accounts/refresh", {"refresh_token": pair.refresh})

    def _pair(self, answer: dict[str, Any]) -> Pair:
        return Pair(answer["access_token"], answer["refresh_token"], self.clock.now())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=2, max_size=14))
def test_no_order_of_refreshing_reusing_and_logging_out_leaves_a_token_good_that_should_not_be(
    anyone: ApiClient, clock: StoppedClock, steps: list[tuple[str, int]]
) -> None:
    phones = Phones(anyone, clock)
    phones.act("log_in", 0)

    for step, number in steps:
        phones.act(step, number)
        phones.check_access()

    phones.check_refresh()
