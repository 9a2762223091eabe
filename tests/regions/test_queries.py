"""Questions about places."""

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.regions import queries
from service.regions.models import Region
from tests.factories.regions import CITY, COMMUNITY, DISTRICT, GRID, OTHER_COMMUNITY, STREET, tree


def test_a_path_leads_from_the_top_down(work: UnitOfWork) -> None:
    tree(work)

    assert queries.path_of(work, GRID) == (CITY, DISTRICT, STREET, COMMUNITY, GRID)
    assert queries.path_of(work, "nowhere") == ()


def test_paths_come_with_the_rows_of_another_statement(work: UnitOfWork) -> None:
    tree(work)

    rows = work.session.execute(select(Region.code, queries.path_array(Region.code)))

    assert all(tuple(path) == queries.path_of(work, code) for code, path in rows)


def test_what_lies_below_includes_the_place_itself(work: UnitOfWork) -> None:
    tree(work)

    assert set(work.session.scalars(queries.below([COMMUNITY]))) == {COMMUNITY, GRID}
    assert set(work.session.scalars(queries.below([COMMUNITY, OTHER_COMMUNITY]))) == {
        COMMUNITY,
        GRID,
        OTHER_COMMUNITY,
    }


def test_the_tree_can_be_asked_for_twice(work: UnitOfWork) -> None:
    tree(work)
    tree(work)

    assert work.session.scalar(select(Region.version).where(Region.code == GRID)) == 1
