"""What a copy of one's own data tells of homes, and what erasing leaves of them."""

from datetime import date

from service.kit import personal
from service.kit.work import UnitOfWork
from service.residents.homes import actions, queries
from service.residents.homes.rules import Relation
from service.residents.models import Resident
from tests.factories import homes
from tests.factories.residents import resident


def rows(work: UnitOfWork, name: str, person: Resident) -> list[dict[str, object]]:
    [holding] = [each for each in personal.holdings() if each.name == name]
    return [dict(row) for row in holding.rows(work, person.id)]


def test_a_copy_tells_every_home_with_its_days(work: UnitOfWork) -> None:
    person = resident(work)
    homes.former(work, person, homes.home(work, room="201"), date(2020, 1, 1), date(2024, 1, 1))
    homes.living(work, person, homes.home(work), relation=Relation.HOUSEHOLDER)

    told = rows(work, "residences", person)

    assert [(row["address"], row["moved_in_on"], row["moved_out_on"]) for row in told] == [
        ("胜利路社区 201 室", date(2020, 1, 1), date(2024, 1, 1)),
        ("胜利路社区 301 室", homes.SINCE, None),
    ]


def test_a_copy_tells_of_moving_away(work: UnitOfWork) -> None:
    person = resident(work)
    actions.move_out(work, person, date(2026, 3, 1), reason="随女儿居住", whereto="杭州")

    [told] = rows(work, "departures", person)

    assert (told["departed_on"], told["reason"], told["whereto"]) == (date(2026, 3, 1), "随女儿居住", "杭州")


def test_who_is_erased_lives_nowhere_and_no_free_words_are_left(work: UnitOfWork) -> None:
    person = resident(work)
    home = homes.home(work)
    homes.living(work, person, home)
    actions.leave(work, person, moved_out_on=date(2026, 2, 1), reason="随女儿居住", whereto="杭州")
    homes.living(work, person, home, date(2026, 3, 1))

    kept = personal.erase_everywhere(work, person.id)

    assert "residences" in {holding.name for holding in personal.holdings()}
    assert any("居住起止日期" in each.what.zh for each in kept)
    assert queries.shown(work, home).residents == 0
    assert (person.home_id, person.address) == (None, None)
    [departure] = queries.departures(work, person.id)
    assert (departure.reason, departure.whereto) == (None, None)


def test_of_who_never_had_a_home_nothing_is_kept(work: UnitOfWork) -> None:
    person = resident(work)

    kept = personal.erase_everywhere(work, person.id)

    assert [each for each in kept if "居住" in each.what.zh] == []
