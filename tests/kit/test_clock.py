"""How days are told apart."""

from datetime import date

import pytest

from service.kit.clock import age_on


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2012, 3, 2), date(2026, 3, 1), 13),
        (date(2012, 3, 2), date(2026, 3, 2), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
    ],
)
def test_somebody_is_a_year_older_on_their_birthday(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years
