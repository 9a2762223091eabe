"""What a month costs: every day once, every fen paid by somebody, no payer over its cap."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.plans.rules import Priced, quote, yuan
from service.elderly_care.subsidies.rules import Basis, Terms

DAY = timedelta(days=1)


def priced(number: int, every: int, price: int) -> Priced:
    def falls(first: date, last: date) -> list[date]:
        return [
            day for each in range((last - first).days + 1) if (day := first + each * DAY).day % every == 0
        ]

    return Priced(UUID(int=number), UUID(int=number), falls, lambda _: price)


@given(
    st.lists(st.tuples(st.integers(1, 31), st.integers(0, 30_000)), min_size=1, max_size=4),
    st.integers(1, 1000),
    st.none() | st.integers(0, 100_000),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_the_parts_of_a_month_add_up_to_it(
    services: list[tuple[int, int]], per_mille: int, cap: int | None, starts_on: date
) -> None:
    items = [priced(place, *each) for place, each in enumerate(services)]
    terms = [Terms(Payer.SUBSIDY, Basis.SELF_PAID, per_mille, cap)]

    found = quote(items, terms, starts_on)

    for month in (found.first_month, found.whole_month):
        assert month.gross_fen == sum(line.gross_fen for line in month.lines)
        assert month.gross_fen == month.subsidy_fen + month.insurance_fen + month.self_pay_fen
        assert [line.gross_fen for line in month.lines] == [
            line.times * price for line, (_, price) in zip(month.lines, services, strict=True)
        ]
        assert cap is None or month.subsidy_fen <= cap
    following = (starts_on.replace(day=28) + 4 * DAY).replace(day=1)
    assert found.first_month.month == f"{starts_on:%Y-%m}"
    assert found.whole_month.month == f"{following:%Y-%m}"


def test_a_new_price_holds_from_its_day() -> None:
    dearer = date(2026, 3, 20)
    item = Priced(
        UUID(int=1),
        UUID(int=1),
        lambda first, last: [first + each * DAY for each in range((last - first).days + 1)],
        lambda day: 100 if day < dearer else 150,
    )

    found = quote([item], [], date(2026, 3, 16))

    assert found.first_month.gross_fen == 4 * 100 + 12 * 150
    assert found.whole_month.gross_fen == 30 * 150


@pytest.mark.parametrize(("fen", "said"), [(0, "0.00"), (5, "0.05"), (123_456, "1234.56")])
def test_money_is_said_in_yuan(fen: int, said: str) -> None:
    assert yuan(fen) == said
