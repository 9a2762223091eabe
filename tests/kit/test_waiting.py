"""Where somebody who waits can stand, and how long an offer is held."""

from datetime import UTC, datetime, timedelta

import pytest

from service.kit.errors import WrongState
from service.kit.waiting import Act, WaitlistState, after, held_until

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

_POSSIBLE = {
    (WaitlistState.WAITING, Act.OFFER): WaitlistState.OFFERED,
    (WaitlistState.OFFERED, Act.ACCEPT): WaitlistState.ACCEPTED,
    (WaitlistState.OFFERED, Act.DECLINE): WaitlistState.DECLINED,
    (WaitlistState.OFFERED, Act.TAKE_BACK): WaitlistState.WAITING,
    (WaitlistState.OFFERED, Act.RUN_OUT): WaitlistState.LAPSED,
    (WaitlistState.WAITING, Act.RUN_OUT): WaitlistState.LAPSED,
}


@pytest.mark.parametrize("status", WaitlistState)
@pytest.mark.parametrize("act", Act)
def test_a_wait_moves_only_as_the_table_says(status: WaitlistState, act: Act) -> None:
    if (status, act) in _POSSIBLE:
        assert after(status, act) is _POSSIBLE[status, act]
    else:
        with pytest.raises(WrongState):
            after(status, act)


@pytest.mark.parametrize(("minutes_left", "held"), [(120, 30), (30, 30), (29, 29), (0, 0)])
def test_an_offer_is_held_for_a_while_but_never_beyond_its_worth(minutes_left: int, held: int) -> None:
    last = NINE + timedelta(minutes=minutes_left)

    assert held_until(30, last, NINE) == NINE + timedelta(minutes=held)
