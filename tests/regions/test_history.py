"""Whatever is added, renamed and moved, and however far ahead it is planned: days that are over do not change."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import actions
from service.regions.rules import Level
from tests.factories.regions import COMMUNITY, OTHER_COMMUNITY, SECOND_COMMUNITY, region, tree
from tests.regions.trees import Tree, assert_closed, tree_of_today, tree_on

COMMUNITIES = (COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY)

which = st.integers(0, 3)
ahead = st.integers(0, 5)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("pass a day"), which, which, ahead),
        st.tuples(st.just("move a grid"), which, which, ahead),
        st.tuples(st.just("move a building"), which, which, ahead),
        st.tuples(st.just("rename"), which, which, ahead),
        st.tuples(st.just("add"), which, which, ahead),
    ),
    max_size=25,
)


@given(steps=steps)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tree_of_a_day_that_is_over_never_changes(
    work: UnitOfWork, steps: list[tuple[str, int, int, int]]
) -> None:
    began = work.now
    with work.session.begin_nested() as savepoint:
        tree(work)
        places = Places(work)
        over: dict[int, Tree] = {}
        for kind, one, other, days_ahead in steps:
            if kind == "pass a day":
                over[len(over)] = tree_on(work, local_date(work.now))
                work.now += timedelta(days=1)
                actions.catch_up(work)
            else:
                places.change(kind, one, other, days_ahead)

            assert tree_of_today(work) == tree_on(work, local_date(work.now))

        kept = {number: tree_on(work, local_date(began) + timedelta(days=number)) for number in over}
        assert kept == over
        assert_closed(work)
        savepoint.rollback()
    work.now = began


class Places:
    """Some grids and buildings of the small tree, and how a step changes them."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.grids = [region(work, code, Level.GRID) for code in COMMUNITIES]
        self.buildings = [region(work, code, Level.BUILDING) for code in self.grids]

    def change(self, kind: str, one: int, other: int, days_ahead: int) -> None:
        grid = self.grids[one % len(self.grids)]
        building = self.buildings[one % len(self.buildings)]
        day = local_date(self.work.now) + timedelta(days=days_ahead)
        if kind == "move a grid":
            target = COMMUNITIES[other % len(COMMUNITIES)]
            actions.change_region(self.work, grid, parent_code=target, valid_from=day)
        elif kind == "move a building":
            target = self.grids[other % len(self.grids)]
            actions.change_region(self.work, building, parent_code=target, valid_from=day)
        elif kind == "rename":
            actions.change_region(self.work, building, name=f"{other}幢", valid_from=day)
        else:
            self.buildings.append(region(self.work, grid, Level.BUILDING))
